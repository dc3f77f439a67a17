#include "laws/stored.h"

#include "render/render.h"
#include "sql/sql.h"

namespace migrate::laws {

namespace {

nlohmann::json write_rules(const project::HouseRules& rules) {
    return {{"key_type", static_cast<int>(rules.key_type)},
            {"index_name", rules.index_name},
            {"unique_name", rules.unique_name},
            {"check_name", rules.check_name},
            {"created_at", rules.created_at},
            {"if_exists", rules.if_exists},
            {"line_length", rules.line_length},
            {"single_quotes", rules.quotes == project::QuoteStyle::single_quotes}};
}

project::HouseRules read_rules(const nlohmann::json& stored) {
    project::HouseRules rules;
    rules.key_type = static_cast<project::KeyType>(stored.at("key_type").get<int>());
    rules.index_name = stored.at("index_name");
    rules.unique_name = rules.unique_index_name = stored.at("unique_name");
    rules.check_name = stored.at("check_name");
    rules.created_at = stored.at("created_at");
    rules.if_exists = stored.at("if_exists");
    rules.line_length = stored.at("line_length");
    if (stored.at("single_quotes")) rules.quotes = project::QuoteStyle::single_quotes;
    return rules;
}

Result<Schema> read_schema(const std::string& ddl, Dialect dialect) {
    Schema schema;
    schema.dialect = dialect;
    Result<Schema> read = migrate::apply(sql::read_statements(ddl, schema, "case"), schema);
    if (read && !read->doubts.empty()) return fail("bad_case", "the DDL has what is not understood");
    return read;
}

}  // namespace

std::string ddl_of(const Schema& schema) {
    std::string ddl = sql::write_schema(schema);
    for (const Attachment& thing : schema.attachments) {
        if (schema.dialect == Dialect::postgresql) ddl += thing.sql + ";\n";
    }
    return ddl;
}

nlohmann::json write_case(const Case& made) {
    nlohmann::json warnings = nlohmann::json::array();
    for (const plan::Note& note : made.plan.warnings) warnings.push_back(note.code);
    return {{"before", {{"postgresql", ddl_of(made.before.postgresql)}, {"sqlite", ddl_of(made.before.sqlite)}}},
            {"rules", write_rules(made.rules)},
            {"operations", write_operations(made.request.operations)},
            {"warnings", warnings},
            {"kinds", made.accepted}};
}

Result<Case> read_case(const nlohmann::json& stored) {
    Result<Schema> postgresql = read_schema(stored.at("before").at("postgresql"), Dialect::postgresql);
    if (!postgresql) return tl::unexpected(postgresql.error());
    Result<Schema> sqlite = read_schema(stored.at("before").at("sqlite"), Dialect::sqlite);
    if (!sqlite) return tl::unexpected(sqlite.error());
    Case made{.rules = read_rules(stored.at("rules")), .before = {*postgresql, *sqlite}};
    Result<std::vector<RequestedOperation>> operations = read_operations(stored.at("operations"));
    if (!operations) return tl::unexpected(operations.error());
    made.request.operations = std::move(*operations);
    Result<plan::Plan> plan = plan::complete(made.request, made.before, made.rules);
    if (!plan) return tl::unexpected(plan.error());
    made.plan = std::move(*plan);
    Result<plan::Heads> after = advanced(made.plan.up, made.before);
    if (!after) return tl::unexpected(after.error());
    made.after = std::move(*after);
    return made;
}

Result<std::string> text_of(const Case& made, const std::string& revision, const std::string& down_revision) {
    const render::Header header{
        .title = "a case", .revision = revision, .down_revisions = {down_revision}, .create_date = "2026-03-01"};
    return render::write_migration(header, made.plan, made.rules);
}

std::string shown(const Case& made) {
    return write_operations(made.request.operations).dump(2) + "\n" + sql::write_schema(made.before.postgresql) +
           "\n-- SQLite\n" + sql::write_schema(made.before.sqlite);
}

}  // namespace migrate::laws
