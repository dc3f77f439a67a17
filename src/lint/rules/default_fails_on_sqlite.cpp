#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/databases.h"
#include "lint/lint.h"
#include "lint/steps.h"
#include "syntax/tokens.h"

namespace migrate::lint::rules {

namespace {

constexpr std::array<std::string_view, 30> kKnown = {
    "abs",    "changes", "char",       "coalesce",    "concat",    "date",   "datetime", "hex",      "ifnull", "iif",
    "instr",  "json",    "json_array", "json_object", "julianday", "length", "lower",    "ltrim",    "max",    "min",
    "nullif", "printf",  "random",     "randomblob",  "replace",   "round",  "rtrim",    "strftime", "substr", "upper"};
constexpr std::array<std::string_view, 8> kKnownToo = {"time",    "trim",     "typeof",    "unixepoch",
                                                       "unicode", "zeroblob", "substring", "total_changes"};

bool is_known(const std::string& function) {
    return std::find(kKnown.begin(), kKnown.end(), function) != kKnown.end() ||
           std::find(kKnownToo.begin(), kKnownToo.end(), function) != kKnownToo.end();
}

/// Why SQLite stops at the default: "it has no function now()"; "" when it does not.
std::string problem_with(const std::string& sql) {
    const sql::Tokens tokens = sql::read_tokens(sql, Dialect::sqlite);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string text =
            base::lower(std::string_view(sql).substr(tokens[i].begin, tokens[i].end - tokens[i].begin));
        if (tokens[i].kind == sql::TokenKind::symbol && text == "::") return "";  // refused at once: fails-on-sqlite
        const bool calls = i + 1 < tokens.size() && sql[tokens[i + 1].begin] == '(';
        const bool is_name =
            tokens[i].kind == sql::TokenKind::word && text != "cast" && text != "in" && text != "values";
        if (calls && is_name && !is_known(text)) return "it has no function " + text + "()";
    }
    return "";
}

std::string fix_for(const std::string& sql) {
    const std::string lower = base::lower(sql);
    if (lower == "now()" || lower.starts_with("timezone(")) return "server_default=sa.func.now()";
    return "server_default=sa.text(\"" + sql +
           "\") if op.get_context().dialect.name == \"postgresql\" else None, and a default in the model";
}

void tell(const std::string& table, const std::string& column, const Default& value, int line, Severity severity,
          Report& report) {
    const std::string problem = problem_with(value.sql);
    if (problem.empty()) return;
    report.add_part_as(severity, line,
                       {.group = value.sql,
                        .before = "the first INSERT on SQLite that needs the default " + value.sql + " of ",
                        .what = table + "." + column,
                        .after = " fails: " + problem},
                       fix_for(value.sql));
}

void check(const replay::ReplayedFile& file, Report& report) {
    const std::optional<Severity> severity = severity_on_sqlite(file, Severity::warning);
    if (!severity) return;
    for (const Step& step : upgrade_steps(file.sqlite)) {
        const std::optional<TableName> table = table_of(*step.operation);
        for (const Column* column : columns_made(*step.operation)) {
            if (column->server_default)
                tell(to_string(*table), column->name, *column->server_default, step.place.line, *severity, report);
        }
        const auto* alter = std::get_if<AlterColumn>(step.operation);
        if (alter != nullptr && alter->set_default && alter->server_default)
            tell(to_string(*table), alter->column, *alter->server_default, step.place.line, *severity, report);
    }
}

}  // namespace

Rule default_fails_on_sqlite() {
    return {
        .name = "default-fails-on-sqlite",
        .category = Category::dialects,
        .severity = Severity::warning,
        .problem =
            "The default is PostgreSQL's own: with SQLAlchemy 2 SQLite takes the CREATE TABLE, and the first "
            "INSERT that needs the default stops with \"unknown function\" (1.4 stops at the CREATE TABLE).",
        .instead =
            "A default that both know: sa.func.now(), sa.text(\"'{}'\"), sa.true(); else one by dialect: "
            "server_default=sa.text(\"gen_random_uuid()\") if is_postgres else None.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
