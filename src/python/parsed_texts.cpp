#include "python/parsed_texts.h"

#include <utility>

namespace migrate::python {

std::shared_ptr<const Module> ParsedTexts::of(const std::string& text) {
    const auto known = known_.find(text);
    if (known != known_.end()) return known->second;
    auto parsed = parse(text);
    return known_[text] = parsed ? std::make_shared<const Module>(std::move(*parsed)) : nullptr;
}

}  // namespace migrate::python
