#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"

namespace migrate::lint::rules {

namespace {

/// The table's key where it is one column of whole numbers that SQLite does not number by itself.
const Column* unnumbered_key(const Table& table) {
    if (!table.primary_key || table.primary_key->columns.size() != 1) return nullptr;
    const std::string& name = table.primary_key->columns.front();
    const Column* column = find_column(table, name);
    const bool by_type =
        column != nullptr && (column->type.kind == TypeKind::bigint || column->type.kind == TypeKind::smallint);
    if (!by_type || column->server_default || column->computed) return nullptr;
    const bool points = std::ranges::any_of(
        table.foreign_keys, [&](const ForeignKey& key) { return key.columns == table.primary_key->columns; });
    return points ? nullptr : column;
}

/// True where PostgreSQL, as far as it is known, numbers the same column.
bool is_numbered_there(const replay::ReplayedFile& file, const TableName& name, const std::string& column) {
    const Column* there = find_column(file.postgresql.upgrade.after, name, column);
    return there != nullptr && there->identity.has_value();
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const Step& step : upgrade_steps(file.sqlite)) {
        const auto* create = std::get_if<CreateTable>(step.operation);
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        Table table = create != nullptr ? create->table : Table{};
        if (alter != nullptr && alter->type) {
            const Table* before = find_table(step.before, alter->table);
            Column* column = nullptr;
            if (before != nullptr) table = *before;
            if (before != nullptr && unnumbered_key(table) == nullptr) column = find_column(table, alter->column);
            if (column != nullptr) column->type = *alter->type;
            if (column == nullptr) continue;
        }
        const Column* key = unnumbered_key(table);
        if (key == nullptr || !is_numbered_there(file, table.name, key->name)) continue;
        report.add_as(*severity, step.place.line,
                      "SQLite gives no number to " + to_string(table.name) + "." + key->name + ", which is " +
                          sql_of(key->type, Dialect::sqlite) + ": an INSERT without it stops",
                      "sa.BigInteger().with_variant(sa.Integer(), \"sqlite\"), which holds 64 bits there");
    }
}

}  // namespace

Rule key_no_rowid() {
    return {
        .name = "key-no-rowid",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem =
            "SQLite numbers a key by itself only where its type is INTEGER: with BIGINT each INSERT without an id "
            "stops "
            "at NOT NULL.",
        .instead = "sa.BigInteger().with_variant(sa.Integer(), \"sqlite\"): INTEGER holds 64 bits there.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
