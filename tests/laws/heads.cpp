#include "laws/cases.h"
#include "laws/words.h"

namespace migrate::laws {

namespace {

/// Adds the request when the plan room accepts it.
void grow(plan::Heads& heads, const RequestedOperation& request, const project::HouseRules& rules) {
    const Result<plan::Plan> plan = plan::complete({.operations = {request}}, heads, rules);
    if (!plan) return;
    if (Result<plan::Heads> next = advanced(plan->up, heads)) heads = std::move(*next);
}

void try_step(plan::Heads& heads, Operation operation, std::optional<Dialect> only = std::nullopt) {
    if (Result<plan::Heads> next = plan::advance({std::move(operation), only}, heads)) heads = std::move(*next);
}

/// A table as people write it by hand: constraints without names, native types, keys on several columns.
Table plain_table(const Schema& schema) {
    Table table{.name = {"", fresh_table(schema)}};
    const IdentityKind kind = one_of<IdentityKind>(
        {IdentityKind::serial, IdentityKind::serial, IdentityKind::always, IdentityKind::by_default});
    table.columns.push_back({.name = "id", .type = *read_type("integer"), .nullable = false, .identity = kind});
    table.primary_key = PrimaryKey{.columns = {"id"}};
    for (int i = number(1, 4); i > 0; --i) {
        Column column{.name = fresh_column(names_of(table)), .type = some_type(), .nullable = chance(60)};
        if (chance(40)) column.server_default = some_default(column.type);
        if (chance(10)) column.comment = "what 50% of it is: \"it's\"";
        table.columns.push_back(std::move(column));
    }
    if (chance(30)) {
        const std::vector<std::string> columns = some_ordered_columns(table);
        table.uniques.push_back(
            {.name = chance(50) ? "" : "twice_" + std::to_string(number(1, 99)), .columns = columns});
    }
    if (chance(40))
        table.checks.push_back(
            {.name = chance(50) ? "" : "rule_" + std::to_string(number(1, 99)), .sql = condition(table)});
    if (chance(15)) table.comment = "what it holds";
    return table;
}

Table pair_table(const Schema& schema) {
    Table table{.name = {"", fresh_table(schema)}};
    table.columns = {Column{.name = "left_id", .type = *read_type("integer"), .nullable = false},
                     Column{.name = "right_id", .type = *read_type("string(20)"), .nullable = false},
                     Column{.name = fresh_column({}), .type = some_type()}};
    table.primary_key = PrimaryKey{.name = chance(50) ? "pk_of_pair" : "", .columns = {"left_id", "right_id"}};
    return table;
}

/// A table whose column has an enum: a type of its own on PostgreSQL.
void add_enum_table(plan::Heads& heads) {
    const EnumType mood{.name = {"", "mood"}, .labels = {"sad", "ok", "it's fine"}};
    Table table = plain_table(heads.postgresql);
    Type type{.kind = TypeKind::enumeration, .name = "mood", .labels = mood.labels};
    Column column{.name = "mood", .type = type, .nullable = chance(50)};
    if (chance(50)) column.server_default = Default{"'ok'", std::nullopt};
    table.columns.push_back(std::move(column));
    if (chance(40)) table.checks.push_back({.name = "rule_of_mood", .sql = "mood <> 'sad'"});
    try_step(heads, CreateEnum{mood}, Dialect::postgresql);
    try_step(heads, CreateTable{table});
    Index index{.name = "idx_by_mood", .elements = {{.column = "mood"}}};
    if (chance(50)) index.where = "mood <> 'it''s fine'";
    if (chance(50)) try_step(heads, CreateIndex{table.name, index});
}

void add_pair_key(plan::Heads& heads, const TableName& pair) {
    const Table& owner = heads.postgresql.tables.begin()->second;
    if (owner.name == pair || find_column(owner, "pair_left")) return;
    const TableName table = owner.name;
    ForeignKey key{.name = chance(70) ? "fk_to_pair" : "",
                   .columns = {"pair_left", "pair_right"},
                   .target = pair,
                   .target_columns = {"left_id", "right_id"},
                   .on_delete = one_of<std::string>({"", "CASCADE", "SET NULL", "RESTRICT"})};
    if (chance(20)) key.deferrable = "DEFERRABLE INITIALLY DEFERRED";
    try_step(heads, AddColumn{table, {.name = "pair_left", .type = *read_type("integer")}});
    try_step(heads, AddColumn{table, {.name = "pair_right", .type = *read_type("string(20)")}});
    try_step(heads, CreateForeignKey{table, key});
}

void add_computed(plan::Heads& heads) {
    if (heads.postgresql.tables.empty()) return;
    const Table table = generate::some_table(heads.postgresql);
    for (const Column& column : table.columns) {
        if (!is_whole(column.type) || find_column(table, "twice")) continue;
        try_step(heads, AddColumn{table.name,
                                  {.name = "twice",
                                   .type = *read_type("integer"),
                                   .computed = quote_identifier(column.name) + " * 2"}});
        return;
    }
}

/// One that reads a table, and perhaps one that reads it.
void add_views(plan::Heads& heads) {
    if (heads.postgresql.tables.empty()) return;
    const Table table = generate::some_table(heads.postgresql);
    const std::string& column = one_of(table.columns).name;
    const std::string& other = one_of(table.columns).name;
    std::string list = quote_identifier(column);
    if (other != column) list += ", " + quote_identifier(other);
    if (chance(20)) list = "*";
    std::string sql = "SELECT " + list + " FROM " + quote_identifier(table.name.name);
    if (chance(40)) sql += " WHERE " + condition(table);
    try_step(heads, CreateView{{"", "seen"}, sql});
    if (!chance(40)) return;
    const std::string name = quote_identifier(column);
    try_step(heads,
             CreateView{{"", "seen_again"}, "SELECT s." + name + " FROM seen s WHERE s." + name + " IS NOT NULL"});
}

/// Both databases forget a trigger without a word when its table is made anew.
void add_trigger(plan::Heads& heads) {
    if (heads.sqlite.tables.empty()) return;
    const Table table = generate::some_table(heads.sqlite);
    const std::string sql = "CREATE TRIGGER touched AFTER UPDATE OF " + quote_identifier(one_of(table.columns).name) +
                            " ON " + quote_identifier(table.name.name) + " BEGIN SELECT 1; END";
    try_step(heads, Execute{.sql = sql, .makes = {{"trigger", "touched", table.name, sql}}}, Dialect::sqlite);
}

/// A statement of PostgreSQL's own over one column of the table.
Attachment some_attachment(const Table& table) {
    const Column chosen = one_of(table.columns);
    const std::string column = quote_identifier(chosen.name);
    const std::string on = " ON " + quote_identifier(table.name.name);
    switch (number(0, 3)) {
        case 0:
            return {"rule", "watched", table.name,
                    "CREATE RULE watched AS ON UPDATE TO " + quote_identifier(table.name.name) + " WHERE old." +
                        column + " IS NULL DO ALSO NOTHING"};
        case 1:
            return {"policy", "own", table.name, "CREATE POLICY own" + on + " USING (" + column + " IS NOT NULL)"};
        case 2: {
            const std::string other = quote_identifier(table.columns.front().name);
            const bool ordered = is_ordered(chosen.type) && is_ordered(table.columns.front().type);
            if (other == column || !ordered) return some_attachment(table);
            return {"statistics", "seen_together", table.name,
                    "CREATE STATISTICS seen_together (dependencies) ON " + other + ", " + column + " FROM " +
                        quote_identifier(table.name.name)};
        }
        default:
            return {
                "trigger", "stamped", table.name,
                "CREATE TRIGGER stamped BEFORE UPDATE OF " + column + on + " FOR EACH ROW EXECUTE FUNCTION stamp()"};
    }
}

void add_attachments(plan::Heads& heads) {
    const std::string function =
        "CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$";
    const Table table = generate::some_table(heads.postgresql);
    if (table.columns.size() < 2) return;
    const Attachment thing = some_attachment(table);
    if (thing.kind == "trigger")
        try_step(heads, Execute{.sql = function, .makes = {{"function", "stamp", {}, function}}}, Dialect::postgresql);
    try_step(heads, Execute{.sql = thing.sql, .makes = {thing}}, Dialect::postgresql);
}

void add_materialized_view(plan::Heads& heads) {
    const Table table = generate::some_table(heads.postgresql);
    const Column chosen = one_of(table.columns);
    const std::string column = quote_identifier(chosen.name);
    const std::string sql =
        "CREATE MATERIALIZED VIEW kept AS SELECT " + column + " FROM " + quote_identifier(table.name.name);
    const std::string index = "CREATE INDEX kept_by_it ON kept (" + column + ")";
    try_step(heads, CreateView{{"", "kept"}, sql}, Dialect::postgresql);
    if (is_ordered(chosen.type) && chance(50))
        try_step(heads, Execute{.sql = index, .makes = {{"index", "kept_by_it", {"", "kept"}, index}}},
                 Dialect::postgresql);
}

void add_exclude(plan::Heads& heads, const Table& table) {
    const std::vector<std::string> ordered = some_ordered_columns(table);
    if (ordered.empty()) return;
    std::string sql = "USING btree (" + quote_identifier(ordered.front()) + " WITH =)";
    if (chance(40)) sql += " WHERE (" + quote_identifier(one_of(table.columns).name) + " IS NOT NULL)";
    try_step(heads, CreateExclude{table.name, {.name = "never_twice", .sql = sql}}, Dialect::postgresql);
}

void add_postgres_only(plan::Heads& heads) {
    if (heads.postgresql.tables.empty()) return;
    const Table table = generate::some_table(heads.postgresql);
    if (chance(30)) add_exclude(heads, table);
    if (chance(25)) add_attachments(heads);
    if (chance(20)) add_materialized_view(heads);
    for (const Column& column : table.columns) {
        if (column.type.kind != TypeKind::jsonb) continue;
        const Index index{
            .name = "gin_" + std::to_string(number(1, 99)), .elements = {{.column = column.name}}, .method = "gin"};
        try_step(heads, CreateIndex{table.name, index}, Dialect::postgresql);
    }
}

}  // namespace

Result<plan::Heads> advanced(const std::vector<Step>& steps, plan::Heads heads) {
    for (const Step& step : steps) {
        Result<plan::Heads> next = plan::advance(step, std::move(heads));
        if (!next) return next;
        heads = std::move(*next);
    }
    return heads;
}

project::HouseRules some_rules() {
    project::HouseRules rules;
    rules.key_type = one_of<project::KeyType>(
        {project::KeyType::uuid, project::KeyType::string36, project::KeyType::integer, project::KeyType::bigint});
    if (chance(50)) {
        rules.index_name = "idx_{table}_{columns}";
        rules.unique_name = rules.unique_index_name = "uniq_{table}_{columns}";
        rules.check_name = "chk_{table}_{columns}";
    }
    rules.created_at = chance(60);
    rules.if_exists = chance(70);
    rules.line_length = one_of<int>({79, 88, 100, 120});
    rules.quotes = chance(80) ? project::QuoteStyle::double_quotes : project::QuoteStyle::single_quotes;
    return rules;
}

plan::Heads some_heads(const project::HouseRules& rules) {
    plan::Heads heads;
    heads.sqlite.dialect = Dialect::sqlite;
    const project::HouseRules other = chance(70) ? rules : some_rules();
    grow(heads, RequestedTable{.table = {"", fresh_table(heads.postgresql)}}, other);
    try_step(heads, CreateTable{plain_table(heads.postgresql)});
    if (chance(30)) add_enum_table(heads);
    if (chance(40)) {
        const Table pair = pair_table(heads.postgresql);
        try_step(heads, CreateTable{pair});
        if (chance(70)) add_pair_key(heads, pair.name);
    }
    if (chance(30)) add_computed(heads);
    for (int i = number(3, 10); i > 0; --i) grow(heads, some_request(heads).operation, other);
    add_postgres_only(heads);
    if (chance(40)) add_views(heads);
    if (chance(30)) add_trigger(heads);
    return heads;
}

}  // namespace migrate::laws
