#include "plan/computed.h"

#include <algorithm>
#include <array>

#include "plan/type_guess.h"
#include "schema/naming.h"

namespace migrate::plan {

std::optional<Type> type_of_computed(const std::string& sql, const TableName& table, const Table* own,
                                     const Work& work) {
    const Table* owner = own != nullptr ? own : find_table(work.now().postgresql, table);
    if (owner == nullptr) return std::nullopt;
    std::vector<std::string> names;
    for (const Column& column : owner->columns) names.push_back(column.name);
    constexpr std::array kOrder = {TypeKind::smallint, TypeKind::integer, TypeKind::bigint, TypeKind::numeric,
                                   TypeKind::floating};
    std::optional<Type> widest;
    const auto rank = [&](TypeKind kind) { return std::find(kOrder.begin(), kOrder.end(), kind); };
    for (const std::string& name : columns_in_expression(sql, names)) {
        const Type& type = find_column(*owner, name)->type;
        if (rank(type.kind) == kOrder.end()) return std::nullopt;
        const bool wider = !widest || rank(type.kind) > rank(widest->kind) ||
                           (type.kind == TypeKind::numeric && type.kind == widest->kind && type.scale > widest->scale);
        if (wider) widest = type;
    }
    const bool fraction = sql.find('.') != std::string::npos && widest && rank(widest->kind) < rank(TypeKind::numeric);
    return fraction ? std::nullopt : widest;
}

Result<void> check_computed(const RequestedColumn& request, const TableName& table, const Table* own,
                            const Work& work) {
    if (!request.computed) return {};
    const std::string name = to_string(table) + "." + request.name;
    const bool valued = request.server_default || request.backfill || request.identity || request.references;
    if (valued) {
        return fail("contradicts",
                    name + " is computed, so it has no default, backfill, identity or reference of its own",
                    "leave out one of the two");
    }
    const bool typed = request.type || type_of_computed(*request.computed, table, own, work);
    if (typed || guess_type(request.name).from_name) return {};
    return fail("needs_type", "nothing in its name says what type the computed column " + name + " has",
                "say it, such as: " + request.name + " numeric(12,2)");
}

}  // namespace migrate::plan
