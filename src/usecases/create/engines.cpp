#include "usecases/create/engines.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "operations/objects.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxMigrationBytes = 1 << 20;

std::string file_text(const std::string& path) {
    Result<std::string> text = base::read_file(path, kMaxMigrationBytes);
    return text ? std::move(*text) : "";
}

/// "engine1" of "def upgrade_engine1() -> None:"; nothing for any other line.
std::optional<std::string> engine_of_line(std::string_view line, std::string_view function) {
    const std::string start = "def " + std::string(function) + "_";
    const std::size_t open = line.find('(');
    if (!line.starts_with(start) || open == std::string_view::npos) return std::nullopt;
    return std::string(line.substr(start.size(), open - start.size()));
}

bool takes_engine(std::string_view line) {
    constexpr std::string_view kStart = "def upgrade(";
    return line.starts_with(kStart) && line.size() > kStart.size() && line[kStart.size()] != ')';
}

bool names(std::string_view line, const std::string& table) {
    return line.find("'" + table + "'") != std::string_view::npos ||
           line.find("\"" + table + "\"") != std::string_view::npos;
}

/// The databases whose functions in the file name the table.
std::set<std::string> engines_naming(const std::string& text, const std::string& table) {
    std::set<std::string> found;
    std::optional<std::string> engine;
    for (const std::string& line : base::split_lines(text)) {
        if (line.starts_with("def ")) {
            engine = engine_of_line(line, "upgrade");
            if (!engine) engine = engine_of_line(line, "downgrade");
        }
        if (engine && names(line, table)) found.insert(*engine);
    }
    return found;
}

/// The __bind_key__ beside the table's name in a model's class; "" where the class has none.
std::optional<std::string> bind_of_model(const std::string& text, const std::string& table) {
    bool here = false;
    std::string bind;
    for (const std::string& line : base::split_lines(text)) {
        const std::string_view content = base::trim(line);
        if (line.starts_with("class ")) {
            if (here) break;
            bind.clear();
        }
        if (content.starts_with("__tablename__") && names(content, table)) here = true;
        if (content.starts_with("__bind_key__")) {
            const std::size_t quote = content.find_first_of("'\"");
            const std::size_t end = quote == std::string_view::npos ? quote : content.find(content[quote], quote + 1);
            if (end != std::string_view::npos) bind = content.substr(quote + 1, end - quote - 1);
        }
    }
    return here ? std::optional(bind) : std::nullopt;
}

/// The tables that the steps touch, and those that their keys point to.
std::set<std::string> tables_of(const std::vector<Step>& steps) {
    std::set<std::string> names;
    for (const Step& step : steps) {
        for (const std::vector<TableName>& tables : {migrate::tables_of(step.operation), targets_of(step.operation)}) {
            for (const TableName& table : tables) names.insert(table.name);
        }
    }
    return names;
}

std::string shown(const std::vector<std::string>& engines) {
    std::vector<std::string> words;
    for (const std::string& engine : engines) words.push_back(engine.empty() ? "the default one" : engine);
    return base::join(words, ", ");
}

/// The databases that the plan's tables are of, as files and models say.
std::set<std::string> engines_of(const Workspace& workspace, const plan::Plan& plan,
                                 const std::vector<const history::Revision*>& chain,
                                 const std::vector<std::string>& engines) {
    std::set<std::string> found;
    for (const std::string& table : tables_of(plan.up)) {
        std::set<std::string> of_table;
        for (auto revision = chain.rbegin(); revision != chain.rend() && of_table.empty(); ++revision)
            of_table = engines_naming(file_text((*revision)->path), table);
        for (const models::SourceFile& file :
             of_table.empty() ? workspace.files->holding(table) : std::vector<models::SourceFile>{}) {
            const auto bind = bind_of_model(file.text, table);
            if (bind && std::find(engines.begin(), engines.end(), *bind) != engines.end()) of_table.insert(*bind);
        }
        found.merge(of_table);
    }
    return found;
}

/// The template with its loop over the databases written out: the statements stand in those of `chosen`.
std::optional<std::string> written_out(const std::string& mako, const std::vector<std::string>& engines,
                                       const std::string& chosen) {
    std::vector<std::string> out, loop;
    std::string variable;
    bool in_block = false;
    for (std::string line : base::split_lines(mako)) {
        const std::string_view content = base::trim(line);
        if (content.starts_with("<%")) in_block = true;
        if (in_block) {
            const std::size_t end = line.find("%>");
            if (end == std::string::npos) continue;
            in_block = false;
            line = line.substr(end + 2);
            if (base::trim(line).empty()) continue;
        }
        if (content.starts_with("% for ") || content.starts_with("%for ")) {
            const std::string rest(content.substr(content.find("for ") + 4));
            variable = rest.substr(0, rest.find(' '));
        } else if (content.starts_with("% endfor") || content.starts_with("%endfor")) {
            for (const std::string& engine : engines) {
                for (std::string part : loop) {
                    for (const std::string& way : {std::string("upgrades"), std::string("downgrades")}) {
                        const std::string place = "${context.get(\"%s_" + way + "\" % " + variable + ", \"pass\")}";
                        part = base::replace_all(part, place, engine == chosen ? "${" + way + "}" : "pass");
                    }
                    out.push_back(base::replace_all(part, "${" + variable + "}", engine));
                }
            }
            variable.clear();
            loop.clear();
        } else if (content.starts_with("% ")) {
            return std::nullopt;
        } else {
            (variable.empty() ? out : loop).push_back(line);
        }
    }
    const std::string text = base::join(out, "\n") + "\n";
    return render::fault_of_template(text).empty() ? std::optional(text) : std::nullopt;
}

}  // namespace

std::vector<std::string> engines_in(std::string_view text) {
    std::vector<std::string> engines;
    bool by_engine = false;
    for (const std::string& line : base::split_lines(text)) {
        by_engine = by_engine || takes_engine(line);
        if (auto engine = engine_of_line(line, "upgrade")) engines.push_back(std::move(*engine));
    }
    return by_engine ? engines : std::vector<std::string>{};
}

Result<void> choose_engine(const Workspace& workspace, const plan::Plan& plan, render::Header& header) {
    const history::Revision* head = history::find_revision(workspace.graph, workspace.head);
    const std::vector<std::string> engines =
        head == nullptr ? std::vector<std::string>{} : engines_in(file_text(head->path));
    if (engines.empty()) return {};
    const auto chain = history::chain_to(workspace.graph, workspace.head);
    std::string chosen = engines.front();
    if (engines.size() > 1 && !plan.up.empty()) {
        const std::set<std::string> found = engines_of(workspace, plan, chain, engines);
        if (found.empty()) {
            return fail("which_engine", "nothing says which of the databases this is for: " + shown(engines),
                        "give its model a __bind_key__, or refer to a table of that database");
        }
        if (found.size() > 1) {
            return fail("several_engines",
                        "it is for several databases: " + shown(std::vector<std::string>(found.begin(), found.end())),
                        "ask for the tables of each database by themselves");
        }
        chosen = *found.begin();
    }
    std::optional<std::string> text = workspace.project.template_path.empty()
                                          ? std::nullopt
                                          : written_out(file_text(workspace.project.template_path), engines, chosen);
    if (!text) {
        return fail("bad_template", "script.py.mako does not make the functions of " + shown(engines),
                    "take Alembic's own multidb template, or write this migration by hand",
                    workspace.project.template_path);
    }
    header.template_text = std::move(*text);
    return {};
}

}  // namespace migrate::usecases
