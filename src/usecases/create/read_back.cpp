#include "usecases/create/read_back.h"

#include <algorithm>
#include <utility>

#include "base/attempt.h"
#include "history/header.h"
#include "operations/operation.h"
#include "python/syntax.h"
#include "usecases/create/engines.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

bool is_sql(const Step& step) {
    return std::holds_alternative<Execute>(step.operation);
}

/// What is wrong with the file's header; "" for nothing.
std::string fault_in_header(const std::string& text, const render::Header& wanted) {
    const Result<history::Header> read = history::read_header(text);
    if (!read) return read.error().message;
    if (read->revision != wanted.revision) return "its revision is not " + wanted.revision;
    if (read->down_revisions != wanted.down_revisions) return "its down_revision is not the head";
    const Result<python::Module> module = python::parse(text);
    if (!module) return module.error().message;
    if (!module->errors.empty()) return "Python does not read it";
    for (const std::string_view name : {"upgrade", "downgrade"}) {
        const bool there =
            std::any_of(module->statements.begin(), module->statements.end(), [&](const python::Statement& statement) {
                const auto* function = statement.as<python::FunctionDef>();
                return function != nullptr && function->name == name;
            });
        if (!there) return "it has no " + std::string(name) + "()";
    }
    return {};
}

bool has_quoted_default(const Column& column) {
    if (!column.server_default || !(is_number(column.type.kind) || column.type.kind == TypeKind::boolean)) return false;
    const std::string& sql = column.server_default->sql;
    return sql.size() > 2 && sql.front() == '\'' && sql.find('\'', 1) == sql.size() - 1;
}

/// A new table's key stands in its columns, without a name: what the naming convention calls it was not planned.
Schema with_key_names_of(Schema planned, const Schema& made) {
    for (const auto& [name, table] : made.tables) {
        const Table* other = find_table(std::as_const(planned), name);
        if (other == nullptr || !other->primary_key || !table.primary_key) continue;
        if (other->primary_key->columns != table.primary_key->columns || other->primary_key == table.primary_key)
            continue;
        find_table(planned, name)->primary_key->name = table.primary_key->name;
    }
    return planned;
}

/// '0' of a number and 'false' of a boolean are read by the database as 0 and false.
Schema with_plain_defaults(Schema schema) {
    const Schema before = schema;
    for (const auto& [name, table] : before.tables) {
        if (std::none_of(table.columns.begin(), table.columns.end(), has_quoted_default)) continue;
        for (Column& column : find_table(schema, name)->columns) {
            if (has_quoted_default(column))
                column.server_default->sql =
                    column.server_default->sql.substr(1, column.server_default->sql.size() - 2);
        }
    }
    return schema;
}

/// Runs one function and holds what it leaves against the steps; what is wrong, "" for nothing. `now` becomes the
/// schema after it. Raw SQL may do what no plan says, so that it is only run.
std::string fault_in_function(const std::string& text, const std::string& function, const std::vector<Step>& steps,
                              const replay::Surroundings& around, Schema& now) {
    const replay::Run run = replay::run_function(text, "new.py", function, now, {}, around);
    for (const replay::Remark& remark : run.remarks) {
        if (remark.kind == replay::Remark::Kind::fails) return function + "() stops: " + remark.text;
        const bool by_sql = std::any_of(steps.begin(), steps.end(), is_sql);
        if (remark.kind == replay::Remark::Kind::unknown && !by_sql)
            return function + "() is not understood: " + remark.text;
    }
    Result<Schema> planned = migrate::apply(lower(steps, now.dialect), now);
    if (!planned) return planned.error().message;
    const bool by_sql = std::any_of(steps.begin(), steps.end(), is_sql);
    const std::vector<std::string> found =
        by_sql
            ? std::vector<std::string>()
            : differences(with_plain_defaults(run.after), with_plain_defaults(with_key_names_of(*planned, run.after)));
    now = by_sql ? run.after : std::move(*planned);
    return found.empty() ? "" : function + "() does not do what was planned: " + found.front();
}

}  // namespace

std::string fault_in(const std::string& text, const render::Header& header, const plan::Plan& plan,
                     const Workspace& workspace) {
    if (std::string fault = fault_in_header(text, header); !fault.empty()) return fault;
    replay::Surroundings around = surroundings_of(workspace);
    around.naming_doubt.clear();  // it is the chain's; the names given here are whole
    const bool one = plan.before.only().has_value();
    for (const Schema* before : {&plan.before.postgresql, &plan.before.sqlite}) {
        if (one && before == &plan.before.sqlite) break;
        Schema now = *before;
        for (const auto& [function, steps] : {std::pair("upgrade", &plan.up), std::pair("downgrade", &plan.down)}) {
            const std::string fault = fault_in_function(text, function, *steps, around, now);
            if (!fault.empty()) return "on " + std::string(name_of(before->dialect)) + " " + fault;
        }
    }
    return {};
}

namespace {

/// What is said where the house's own layout or form was not taken; "" where both were.
std::string note_of(const std::string& template_fault, const std::string& form_fault) {
    if (!template_fault.empty())
        return "the layout is the built-in one, for the project's own was not taken: " + template_fault;
    if (!form_fault.empty())
        return "the form is the built-in one, for in the house's own the file would not do what was planned: " +
               form_fault;
    return {};
}

}  // namespace

std::vector<Layout> layouts_of(const Workspace& workspace, const render::Header& header) {
    project::HouseRules plain = workspace.rules;
    plain.form = {};
    std::vector<Layout> layouts;
    for (const bool in_template : {true, false}) {
        if (in_template && !header.template_text) continue;
        Layout layout{header, workspace.rules};
        if (!in_template) layout.header.template_text.reset();
        layouts.push_back(layout);
        if (workspace.rules.form == plain.form && header.own_types.empty()) continue;
        layout.header.own_types.clear();
        layouts.push_back({std::move(layout.header), plain});
    }
    return layouts;
}

Result<WrittenText> write_text_of(const Workspace& workspace, render::Header header, const plan::Plan& plan) {
    TRY(choose_engine(workspace, plan, header));
    std::string template_fault = header.template_text ? render::fault_of_template(*header.template_text) : "";
    std::string form_fault;
    bool was_in_template = false;
    for (const Layout& layout : layouts_of(workspace, header)) {
        const bool in_template = layout.header.template_text.has_value();
        if (in_template && !template_fault.empty()) continue;
        if (was_in_template && !in_template) template_fault = std::exchange(form_fault, "");
        was_in_template = in_template;
        std::string text = TRY(render::write_migration(layout.header, plan, layout.rules));
        const std::string fault = fault_in(text, layout.header, plan, workspace);
        if (fault.empty()) return WrittenText{std::move(text), note_of(template_fault, form_fault)};
        form_fault = fault;
    }
    return fail("not_read_back", "nothing was written, for the file would not do what was planned: " + form_fault,
                "write this migration by hand, and please report the request: it is a fault of this program");
}

}  // namespace migrate::usecases
