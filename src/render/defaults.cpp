// Defaults, and SQL in sa.text(...).
#include "render/sqlalchemy.h"

namespace migrate::render {

using python::call;
using python::raw;
using python::text;

std::string escape_binds(const std::string& sql) {
    const auto is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    std::string escaped;
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const bool starts_bind = sql[i] == ':' && i + 1 < sql.size() && is_word(sql[i + 1]);
        const bool after_word = i > 0 && (sql[i - 1] == ':' || is_word(sql[i - 1]) || sql[i - 1] == '\\');
        if (starts_bind && !after_word) escaped += '\\';
        escaped += sql[i];
    }
    return escaped;
}

Code write_text(const std::string& sql) {
    return call("sa.text", {text(escape_binds(sql))});
}

namespace {

/// sa.text("now()") in the project's own quotes; any other words as they are.
Code own_text(const std::string& words) {
    constexpr std::string_view kText = "sa.text(\"";
    if (!words.starts_with(kText)) return raw(words);
    return write_text(words.substr(kText.size(), words.size() - kText.size() - 2));
}

/// 'draft', 0, true: what SQLAlchemy quotes by itself, and the database reads back as the same.
std::optional<std::string> plain_value(const std::string& sql) {
    if (sql == "true" || sql == "false") return sql;
    if (sql.size() > 1 && sql.starts_with("'")) {
        const bool whole = sql.find('\'', 1) == sql.size() - 1;
        return whole ? std::optional(sql.substr(1, sql.size() - 2)) : std::nullopt;
    }
    const bool number = !sql.empty() && sql.find_first_not_of("0123456789.") == std::string::npos;
    return number ? std::optional(sql) : std::nullopt;
}

/// A default where one database is in use: its own text, or SQLAlchemy's word for it.
Code write_default_on(const Default& server_default, Dialect dialect, const project::Form& form) {
    const Default own = lower(server_default, dialect).value_or(Default{});
    const auto is = [&](const Default& known) { return lower(known, dialect) == own; };
    if (is(default_now())) return own_text(form.now);
    if (form.plain_defaults && plain_value(own.sql)) return text(*plain_value(own.sql));
    const bool by_word = dialect == Dialect::postgresql && form.boolean_words;
    if (by_word && is(default_true())) return call("sa.true", {});
    if (by_word && is(default_false())) return call("sa.false", {});
    return own.sql.empty() ? raw("None") : write_text(own.sql);
}

}  // namespace

Code write_default(const Default& server_default, Needs& needs) {
    const bool by_word = (server_default == default_true() || server_default == default_false()) &&
                         (needs.form.boolean_words || needs.only != Dialect::postgresql);
    if (const auto only = needs.only; only && !by_word) return write_default_on(server_default, *only, needs.form);
    if (server_default == default_now()) return call("sa.func.now", {});
    if (server_default == default_true()) return call("sa.true", {});
    if (server_default == default_false()) return call("sa.false", {});
    if (server_default == default_generated_uuid()) {
        needs.uuid_default = true;
        needs.is_postgres = true;
        return raw("uuid_default");
    }
    if (!server_default.on_sqlite) return write_text(server_default.sql);
    needs.is_postgres = true;
    const auto side = [](const std::string& sql) { return sql.empty() ? raw("None") : write_text(sql); };
    return python::conditional(side(server_default.sql), raw("is_postgres"), side(*server_default.on_sqlite));
}

}  // namespace migrate::render
