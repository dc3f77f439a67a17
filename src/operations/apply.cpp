#include "base/allowance.h"
#include "operations/apply_parts.h"
#include "operations/follow_doubts.h"

namespace migrate {
namespace parts {

Result<Schema> apply_one(const Execute& operation, Schema schema) {
    if (auto error = operation.takes.empty() ? std::nullopt : held_fast(operation, describe(operation), schema))
        return tl::unexpected(std::move(*error));
    for (const Attachment& gone : operation.takes)
        erase_if(schema.attachments, [&](const Attachment& thing) { return is_named_by(thing, gone); });
    for (const Attachment& made : operation.makes) {
        erase_if(schema.attachments, [&](const Attachment& thing) { return is_named_by(thing, made); });
        schema.attachments.change().push_back(made);
    }
    return schema;
}

Result<Schema> apply_one(const Opaque& operation, Schema schema) {
    if (operation.objects.empty()) add_doubt(schema, {"*", operation.reason, operation.where});
    for (const std::string& object : operation.objects) add_doubt(schema, {object, operation.reason, operation.where});
    return schema;
}

}  // namespace parts

Result<Schema> apply(const Operation& operation, Schema schema) {
    base::step();
    Result<Schema> after =
        std::visit([&](const auto& each) { return parts::apply_one(each, std::move(schema)); }, operation);
    if (after) parts::follow_doubts(*after, operation);
    return after;
}

Result<Schema> apply(const std::vector<Operation>& operations, Schema schema) {
    for (const Operation& operation : operations) {
        Result<Schema> next = migrate::apply(operation, std::move(schema));
        if (!next) return next;
        schema = std::move(*next);
    }
    return schema;
}

}  // namespace migrate
