/// The Rails way: `AddEmailToUsers email:string:uniq`, `CreateInvoices number:string{32}:index
/// customer:references`.
#pragma once

#include <optional>
#include <string_view>

#include "intent/context.h"

namespace migrate::intent {

/// Nothing when the description is not written this way; else what it asks for.
std::optional<Build<Draft>> read_rails(const Context& context, std::string_view description);

}  // namespace migrate::intent
