#include <algorithm>
#include <array>

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

/// What the call needs a connection for; "" for other calls.
std::string need_of(const python::Call& call) {
    const std::optional<std::string> name = python::dotted_name(*call.callee);
    const std::string last = name ? name->substr(name->rfind('.') + 1) : "";
    if (last == "inspect" || name == "Inspector.from_engine") return "asks the database what is there";
    const auto* method = call.callee->as<python::Attribute>();
    if (method == nullptr) return "";
    const bool reads = std::find(kReaders.begin(), kReaders.end(), method->name) != kReaders.end();
    return reads && is_execute(*method->object) ? "reads rows" : "";
}

void check(const replay::Visited& file, Report& report) {
    if (file.text.find("is_offline_mode") != std::string::npos || file.text.find(".as_sql") != std::string::npos)
        return;
    each_call(*file.module, [&](const python::Call& call, int line) {
        const std::string need = need_of(call);
        if (need.empty()) return;
        report.add_part(line,
                        {.group = "",
                         .before = "this ",
                         .what = need,
                         .after = ", so `alembic upgrade --sql` cannot write it",
                         .joiner = " and "},
                        need == "reads rows" ? "INSERT ... SELECT or UPDATE ... FROM in one op.execute()"
                                             : "if_exists=True and if_not_exists=True");
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
