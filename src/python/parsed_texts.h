/// The parsed texts of one request, each parsed once however many readers of its files there are.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "python/statements.h"

namespace migrate::python {

/// Not for several threads at once.
class ParsedTexts {
  public:
    /// nullptr where `parse` fails.
    std::shared_ptr<const Module> of(const std::string& text);

  private:
    std::map<std::string, std::shared_ptr<const Module>> known_;
};

}  // namespace migrate::python
