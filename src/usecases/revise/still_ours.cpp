#include "usecases/revise/still_ours.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "plan/plan.h"
#include "render/render.h"
#include "replay/replay.h"
#include "usecases/create/read_back.h"
#include "usecases/create/template_file.h"
#include "usecases/text_diff.h"

namespace migrate::usecases {

namespace {

/// Both functions of a file on one database.
struct UpAndDown {
    replay::Run up;
    replay::Run down;
    bool certain = false;  ///< the file puts nothing in doubt that was not before it
};

/// The names that a convention gives are not looked for: the file has its own.
UpAndDown run(const std::string& text, const Workspace& workspace, const Schema& before) {
    const replay::Surroundings around{.modules = project::module_texts(workspace.files->modules())};
    UpAndDown both;
    both.up = replay::run_function(text, "revised.py", "upgrade", before, {}, around);
    both.down = replay::run_function(text, "revised.py", "downgrade", both.up.after, {}, around);
    both.certain = both.up.complete && both.down.complete && both.up.after.doubts == before.doubts &&
                   both.down.after.doubts == before.doubts;
    return both;
}

/// Statements stand one behind the other when their lines rise: no loop, no helper that is called twice.
bool rise(const std::vector<replay::Place>& places) {
    return std::is_sorted(places.begin(), places.end(),
                          [](const replay::Place& a, const replay::Place& b) { return a.line < b.line; });
}

/// The first place from `from` on that is not on this line.
std::size_t end_of_line(const std::vector<replay::Place>& places, std::size_t from, int line) {
    while (from < places.size() && places[from].line == line) ++from;
    return from;
}

std::vector<Operation> between(const std::vector<Operation>& operations, std::size_t from, std::size_t to) {
    return {operations.begin() + static_cast<std::ptrdiff_t>(from),
            operations.begin() + static_cast<std::ptrdiff_t>(to)};
}

std::vector<Step> steps_of(const replay::Run& run) {
    std::vector<Step> steps;
    for (const Operation& operation : run.operations) steps.push_back({operation, std::nullopt});
    return steps;
}

/// The one list of steps that both runs are, in the order of the file's statements.
std::vector<Step> steps_of(const replay::Run& postgresql, const replay::Run& sqlite) {
    if (!rise(postgresql.places) || !rise(sqlite.places)) return raise_steps(postgresql.operations, sqlite.operations);
    std::vector<Step> steps;
    std::size_t i = 0, j = 0;
    while (i < postgresql.places.size() || j < sqlite.places.size()) {
        const int next = i < postgresql.places.size() ? postgresql.places[i].line : sqlite.places[j].line;
        const int line = j < sqlite.places.size() ? std::min(next, sqlite.places[j].line) : next;
        const std::size_t first = std::exchange(i, end_of_line(postgresql.places, i, line));
        const std::size_t second = std::exchange(j, end_of_line(sqlite.places, j, line));
        for (Step& step :
             raise_steps(between(postgresql.operations, first, i), between(sqlite.operations, second, j))) {
            steps.push_back(std::move(step));
        }
    }
    return steps;
}

/// SQL of upgrade() with the SQL of downgrade() that undoes it: the last one is undone first.
std::vector<Step> with_down_sql(std::vector<Step> up, const std::vector<Step>& down) {
    std::vector<std::string> undoing;
    for (const Step& step : down) {
        if (const auto* execute = std::get_if<Execute>(&step.operation)) undoing.push_back(execute->sql);
    }
    std::vector<Execute*> doing;
    for (Step& step : up) {
        if (auto* execute = std::get_if<Execute>(&step.operation)) doing.push_back(execute);
    }
    if (doing.size() != undoing.size()) return up;
    for (std::size_t i = 0; i < doing.size(); ++i) doing[i]->down_sql = undoing[undoing.size() - 1 - i];
    return up;
}

/// The steps that were asked for: without what SQLite alone does, in place of a renaming or around a rebuild, and
/// without the native enums that come and go with columns. Should the plan room not make those again, the text differs.
std::vector<Step> asked_for(const std::vector<Step>& steps) {
    std::vector<Step> asked;
    std::copy_if(steps.begin(), steps.end(), std::back_inserter(asked), [](const Step& step) {
        const bool of_sqlite = step.only == Dialect::sqlite && !std::holds_alternative<Execute>(step.operation);
        const bool of_enum =
            std::holds_alternative<CreateEnum>(step.operation) || std::holds_alternative<DropEnum>(step.operation);
        return !of_sqlite && !of_enum;
    });
    return asked;
}

/// The request form of exact steps; nothing where it has no word for one. It does not say that a step is for one
/// database only: the plan room finds that out again, or the text differs.
std::optional<std::vector<RequestedOperation>> requests_for(const std::vector<Step>& steps) {
    nlohmann::json list = write_steps(steps);
    for (nlohmann::json& item : list) {
        if (item["op"] != "execute") item.erase("dialect");
    }
    Result<std::vector<RequestedOperation>> read = read_operations(list);
    if (!read) return std::nullopt;
    for (RequestedOperation& operation : *read) {
        if (auto* table = std::get_if<RequestedTable>(&operation)) table->house_columns = false;
    }
    return *read;
}

/// The same with the indexes of a new table in the table's own request, as an agent sends them.
std::vector<RequestedOperation> with_indexes_inside(const std::vector<RequestedOperation>& operations) {
    std::vector<RequestedOperation> inside;
    for (const RequestedOperation& operation : operations) {
        const auto* index = std::get_if<CreateIndex>(&operation);
        RequestedTable* owner = nullptr;
        for (RequestedOperation& earlier : inside) {
            auto* table = std::get_if<RequestedTable>(&earlier);
            if (index != nullptr && table != nullptr && table->table == index->table) owner = table;
        }
        if (owner == nullptr)
            inside.push_back(operation);
        else
            owner->indexes.push_back(index->index);
    }
    return inside;
}

/// The same with drops that take the foreign keys to them along, in place of drops of those keys.
std::vector<RequestedOperation> with_cascades(std::vector<RequestedOperation> operations) {
    std::erase_if(operations, [](const RequestedOperation& operation) {
        const auto* drop = std::get_if<RequestedDropConstraint>(&operation);
        return drop != nullptr && drop->kind == ConstraintKind::foreign_key;
    });
    for (RequestedOperation& operation : operations) {
        if (auto* table = std::get_if<DropTable>(&operation)) table->cascade = true;
        if (auto* column = std::get_if<DropColumn>(&operation)) column->cascade = true;
    }
    return operations;
}

/// How much of one text is not in the other, in bytes of their difference.
std::size_t distance(const std::string& a, const std::string& b) {
    return unified_diff(a, b, "", "").size();
}

/// What is written for the plan, in the layout that is nearest to the file; "" where nothing can be.
std::string text_of(const std::vector<Layout>& layouts, const plan::Plan& made, const std::string& file) {
    std::string nearest;
    std::size_t least = 0;
    for (const Layout& layout : layouts) {
        std::string text = render::write_migration(layout.header, made, layout.rules).value_or("");
        const std::size_t away = text == file ? 0 : distance(text, file);
        if (away == 0 && !text.empty()) return text;
        if (nearest.empty() || away < least) {
            nearest = std::move(text);
            least = away;
        }
    }
    return nearest;
}

}  // namespace

Recognised recognise(const Workspace& before, const history::Revision& revision, const std::string& text) {
    Recognised recognised;
    recognised.after = before.postgresql.schema;
    const FileName name{revision.id, revision.path, create_date_of(text)};
    const std::vector<Layout> layouts =
        layouts_of(before, header_of(before, revision.message, name, revision.down_revisions));
    if (text_of(layouts, plan::Plan{}, text) == text) {
        recognised.word_for_word = true;
        recognised.requests.emplace();
        recognised.asked = text;
        return recognised;
    }
    const UpAndDown postgresql = run(text, before, before.postgresql.schema);
    const bool one = before.heads().only().has_value();
    const UpAndDown sqlite = one ? postgresql : run(text, before, before.sqlite.schema);
    recognised.after = postgresql.up.after;
    plan::Plan read;
    read.before = before.heads();
    read.up = one ? steps_of(postgresql.up) : steps_of(postgresql.up, sqlite.up);
    read.down = one ? steps_of(postgresql.down) : steps_of(postgresql.down, sqlite.down);
    const bool certain = postgresql.certain && sqlite.certain;
    if (certain) recognised.written = text_of(layouts, read, text);
    recognised.word_for_word = recognised.written == text;
    const std::optional<std::vector<RequestedOperation>> requests =
        requests_for(asked_for(with_down_sql(read.up, read.down)));
    if (!requests) return recognised;
    for (const std::vector<RequestedOperation>& form :
         {*requests, with_indexes_inside(*requests), with_cascades(*requests)}) {
        const Result<plan::Plan> again = plan::complete({.operations = form}, before.heads(), before.rules);
        std::string asked = again ? text_of(layouts, *again, text) : "";
        recognised.word_for_word = recognised.word_for_word || asked == text;
        const bool is_nearer = recognised.asked.empty() || distance(asked, text) < distance(recognised.asked, text);
        if (asked.empty() || !is_nearer || (!certain && asked != text)) continue;
        recognised.requests = form;
        recognised.asked = std::move(asked);
        if (recognised.asked == text) break;
    }
    if (recognised.word_for_word && recognised.asked != text) recognised.requests.reset();
    return recognised;
}

bool does_the_same(const std::string& text, const std::string& other, const Workspace& before) {
    const bool only = before.heads().only().has_value();
    for (const Schema* schema : {&before.postgresql.schema, &before.sqlite.schema}) {
        if (only && schema == &before.sqlite.schema) break;
        const UpAndDown one = run(text, before, *schema);
        const UpAndDown two = run(other, before, *schema);
        if (!one.certain || !two.certain || one.up.operations != two.up.operations ||
            one.down.operations != two.down.operations)
            return false;
    }
    return true;
}

}  // namespace migrate::usecases
