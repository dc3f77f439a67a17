#include <algorithm>
#include <array>

#include "base/text.h"
#include "lint/lint.h"
#include "lint/python_calls.h"

namespace migrate::lint::rules {

namespace {

constexpr std::array<std::string_view, 11> kReaders = {
    "scalar", "scalar_one", "scalar_one_or_none", "scalars", "fetchone", "fetchall", "fetchmany",
    "first",  "one",        "one_or_none",        "mappings"};

bool is_execute(const python::Expression& expression) {
    const auto* call = expression.as<python::Call>();
    const auto* method = call == nullptr ? nullptr : call->callee->as<python::Attribute>();
    return method != nullptr &&
           (method->name == "execute" || method->name == "exec_driver_sql" || method->name == "scalars");
}

/// True when the statement asks the database's catalog: what is there, not what is in it.
bool asks_catalog(const python::Expression& execute) {
    const auto* call = execute.as<python::Call>();
    if (call == nullptr || call->positional.empty()) return false;
    const python::Expression& first = call->positional.front();
    if (first.as<python::Call>() != nullptr) return asks_catalog(first);  // text(...)
    const std::string text = base::lower(python::string_value(first).value_or(""));
    constexpr std::array<std::string_view, 4> kCatalogs = {"from pg_", "from pg_catalog.", "from information_schema.",
                                                           "from sqlite_master"};
    return std::any_of(kCatalogs.begin(), kCatalogs.end(),
                       [&](std::string_view catalog) { return text.find(catalog) != std::string::npos; });
}

struct Need {
    std::string what;
    std::string fix;
};

/// What the call needs a connection for; nothing for other calls.
Need need_of(const python::Call& call) {
    constexpr const char* kAsks = "asks the database what is there";
    const std::optional<std::string> name = python::dotted_name(*call.callee);
    const std::string last = name ? name->substr(name->rfind('.') + 1) : "";
    if (last == "inspect" || name == "Inspector.from_engine") return {kAsks, "if_exists=True and if_not_exists=True"};
    const auto* method = call.callee->as<python::Attribute>();
    if (method == nullptr) return {};
    const bool reads = std::find(kReaders.begin(), kReaders.end(), method->name) != kReaders.end();
    if (!reads || !is_execute(*method->object)) return {};
    if (asks_catalog(*method->object))
        return {kAsks,
                "a block that asks by itself: op.execute(\"DO $$ BEGIN IF EXISTS (SELECT ...) THEN ...; END IF; "
                "END $$\")"};
    return {"reads rows", "INSERT ... SELECT or UPDATE ... FROM in one op.execute()"};
}

void check(const replay::ReplayedFile& file, Report& report) {
    if (file.text.find("is_offline_mode") != std::string::npos || file.text.find(".as_sql") != std::string::npos)
        return;
    each_call(*file.module, [&](const python::Call& call, int line) {
        const Need need = need_of(call);
        if (need.what.empty()) return;
        report.add_part(line,
                        {.group = "",
                         .before = "this ",
                         .what = need.what,
                         .after = ", so `alembic upgrade --sql` cannot write it",
                         .joiner = " and "},
                        need.fix);
    });
}

}  // namespace

Rule needs_connection() {
    return {
        .name = "needs-connection",
        .category = Category::dialects,
        .severity = Severity::info,
        .problem =
            "sa.inspect() and the rows of a query need a live database: `alembic upgrade --sql` cannot write this "
            "migration as a script.",
        .instead =
            "if_exists and if_not_exists instead of inspecting; INSERT ... SELECT and UPDATE ... FROM instead of "
            "reading rows.",
        .check_file = check,
    };
}

}  // namespace migrate::lint::rules
