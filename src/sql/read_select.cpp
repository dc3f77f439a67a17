/// SELECT, CALL and SET: statements that are data until they call or set something.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

constexpr std::array<std::string_view, 62> kHarmless = {"setval",
                                                        "nextval",
                                                        "currval",
                                                        "lastval",
                                                        "set_config",
                                                        "current_setting",
                                                        "current_schema",
                                                        "current_database",
                                                        "current_user",
                                                        "session_user",
                                                        "version",
                                                        "now",
                                                        "clock_timestamp",
                                                        "statement_timestamp",
                                                        "transaction_timestamp",
                                                        "count",
                                                        "min",
                                                        "max",
                                                        "sum",
                                                        "avg",
                                                        "bool_or",
                                                        "bool_and",
                                                        "every",
                                                        "array_agg",
                                                        "string_agg",
                                                        "json_agg",
                                                        "jsonb_agg",
                                                        "coalesce",
                                                        "nullif",
                                                        "greatest",
                                                        "least",
                                                        "exists",
                                                        "length",
                                                        "lower",
                                                        "upper",
                                                        "trim",
                                                        "concat",
                                                        "concat_ws",
                                                        "format",
                                                        "quote_ident",
                                                        "quote_literal",
                                                        "replace",
                                                        "substring",
                                                        "split_part",
                                                        "md5",
                                                        "random",
                                                        "setseed",
                                                        "gen_random_uuid",
                                                        "uuid_generate_v4",
                                                        "to_regclass",
                                                        "to_regtype",
                                                        "to_regnamespace",
                                                        "to_regproc",
                                                        "has_table_privilege",
                                                        "has_schema_privilege",
                                                        "has_column_privilege",
                                                        "obj_description",
                                                        "col_description",
                                                        "generate_series",
                                                        "unnest",
                                                        "row_number",
                                                        "txid_current"};

/// PostgreSQL's own functions all begin with pg_, or are in the list; none of them changes a schema.
bool is_harmless_function(const std::vector<std::string>& name) {
    if (name.empty()) return false;
    const std::string& last = name.back();
    const bool own_schema = name.size() > 1 && name[name.size() - 2] != "pg_catalog";
    if (name.size() > 1 && name[name.size() - 2] == "cron") return true;
    if (own_schema) return false;
    return last.starts_with("pg_") || std::find(kHarmless.begin(), kHarmless.end(), last) != kHarmless.end();
}

std::string constant_text(const Node& node) {
    const Node& value = node["TypeCast"] ? node["TypeCast"]["arg"] : node;
    return value["A_Const"]["sval"].str("sval");
}

bool keeps_search_path(const std::vector<std::string>& names) {
    static constexpr std::array<std::string_view, 5> kUsual = {"", "public", "$user", "pg_catalog", "pg_temp"};
    return std::all_of(names.begin(), names.end(), [](const std::string& name) {
        return std::find(kUsual.begin(), kUsual.end(), name) != kUsual.end();
    });
}

std::vector<std::string> path_names(std::string_view text) {
    std::vector<std::string> names;
    for (const std::string& name : base::split(text, ','))
        names.push_back(base::replace_all(base::trim(name), "\"", ""));
    return names;
}

std::vector<Operation> search_path_changed(const Statement& statement) {
    return {opaque(statement, "search_path changes where the names that follow are found")};
}

/// A bare call of a function that this room does not know: it may do anything to the tables it is told of.
std::optional<Operations> read_function_call(const Statement& statement, const Node& call) {
    const auto name = strings_of(call["funcname"]);
    const auto& arguments = call["args"].items;
    if (!name.empty() && name.back() == "set_config" && arguments.size() > 1 &&
        constant_text(arguments[0]) == "search_path" && !keeps_search_path(path_names(constant_text(arguments[1]))))
        return search_path_changed(statement);
    if (is_harmless_function(name)) return std::nullopt;
    auto objects = tables_mentioned(statement.source, statement.begin, statement.end, statement.world.schema());
    return Operations{
        opaque(statement, "what the function " + base::join(name, ".") + "() does is not known", std::move(objects))};
}

}  // namespace

Operations read_select(const Statement& statement, const Node& node) {
    if (const Node& into = node["intoClause"]["rel"]) {
        if (into.str("relpersistence") != "t")
            return {opaque(statement, "the columns of SELECT INTO come from its query",
                           {object_of("table", relation_name(statement, into))})};
        statement.world.temporary.push_back(into.str("relname"));
        return {execute(statement)};
    }
    const auto& from = node["fromClause"].items;
    for (const Node& target : node["targetList"].items) {
        if (!from.empty()) break;
        const Node& call = target["ResTarget"]["val"]["FuncCall"];
        if (!call) continue;
        if (auto read = read_function_call(statement, call)) return *read;
    }
    for (const Node& item : from)
        for (const Node& function : item["RangeFunction"]["functions"].items)
            for (const Node& part : function["List"]["items"].items)
                if (const Node& call = part["FuncCall"])
                    if (auto read = read_function_call(statement, call)) return *read;
    return {execute(statement)};
}

Operations read_call(const Statement& statement, const Node& node) {
    if (auto read = read_function_call(statement, node["funccall"])) return *read;
    return {execute(statement)};
}

Operations read_set(const Statement& statement, const Node& node) {
    if (node.str("name") != "search_path" || node.str("kind") != "VAR_SET_VALUE") return {execute(statement)};
    std::vector<std::string> names;
    for (const Node& argument : node["args"].items) names.push_back(constant_text(argument));
    if (keeps_search_path(names)) return {execute(statement)};
    return search_path_changed(statement);
}

}  // namespace migrate::sql
