#include "lint/not_null.h"

#include <algorithm>

#include "lint/locks.h"
#include "lint/python_rows.h"

namespace migrate::lint {

std::optional<NotNull> sets_not_null(const replay::ReplayedFile& file, const std::vector<Step>& steps,
                                     std::size_t number) {
    const replay::FileRuns& side = file.postgresql;
    const auto* alter = std::get_if<AlterColumn>(steps[number].operation);
    if (alter == nullptr || alter->nullable.value_or(true) || !stood_before(side, alter->table)) return std::nullopt;
    const Table* table = find_table(steps[number].before, alter->table);
    const Column* column = table == nullptr ? nullptr : find_column(*table, alter->column);
    if (column == nullptr || !column->nullable || is_emptied(steps, number, alter->table)) return std::nullopt;
    NotNull found{.table = alter->table, .column = alter->column};
    found.is_new = find_column(*find_table(side.before, alter->table), alter->column) == nullptr;
    found.filled = fills_in_python(file, alter->column);
    found.checked = is_checked_not_null(*table, alter->column);
    for (std::size_t i = 0; i < number; ++i) {
        const auto* added = std::get_if<AddColumn>(steps[i].operation);
        const bool came_filled = added != nullptr && added->table == alter->table &&
                                 added->column.name == alter->column && added->column.server_default;
        const bool opaque = std::holds_alternative<Opaque>(*steps[i].operation);
        found.filled = found.filled || came_filled || opaque || may_fill(steps[i], alter->table, alter->column);
    }
    return found;
}

}  // namespace migrate::lint
