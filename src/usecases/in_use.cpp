#include "usecases/in_use.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

namespace {

/// True for a rule that tells only of PostgreSQL, or of how databases differ where PostgreSQL is none of them.
bool is_about_postgresql(const lint::Rule& rule) {
    return rule.postgresql_only || rule.category == lint::Category::locks || rule.name == "fails-on-postgresql";
}

/// How long an id may be after the statement; nullopt when it leaves Alembic's column for ids as it is. A statement
/// that is not understood may have made it as wide as is wanted.
std::optional<std::size_t> length_after(const Operation& operation) {
    constexpr std::size_t kAny = std::string::npos;
    const auto* opaque = std::get_if<Opaque>(&operation);
    const auto* execute = std::get_if<Execute>(&operation);
    if (opaque == nullptr && execute == nullptr) return std::nullopt;
    const std::string sql = base::lower(opaque != nullptr ? opaque->source : execute->sql);
    const std::size_t column = sql.find("version_num");
    if (column == std::string::npos || sql.find("alter") == std::string::npos) return std::nullopt;
    const std::size_t open = sql.find("char", column) == std::string::npos ? kAny : sql.find('(', column);
    if (open == kAny) return kAny;
    std::size_t length = 0;
    const auto read = std::from_chars(sql.data() + open + 1, sql.data() + sql.size(), length);
    return read.ec == std::errc() ? length : kAny;
}

/// Files whose ids the column holds when they are noted, as the migrations up to them have left it.
std::set<std::string> files_that_fit(const project::Project& project, const history::Graph& graph) {
    std::set<std::string> fitting;
    for (const std::string& head : graph.heads) {
        const auto replay = replay::replay_chain(project, graph, head, Dialect::postgresql);
        if (!replay) continue;
        std::size_t length = 32;
        for (const replay::Replay::File& file : replay->files) {
            for (const Operation& operation : file.operations) length = length_after(operation).value_or(length);
            if (file.revision.size() <= length) fitting.insert(file.path);
        }
    }
    return fitting;
}

/// True where env.py or a runner of the project's own speaks of the column: there is no other reason to.
bool is_widened_by_code(const project::Project& project) {
    const Result<std::string> env = base::read_file(base::join_path(project.script_location, "env.py"));
    if (env && env->find("version_num") != std::string::npos) return true;
    return std::ranges::any_of(ProjectFiles(project).holding("version_num"), [](const models::SourceFile& file) {
        return base::lower(file.text).find("alter") != std::string::npos;
    });
}

}  // namespace

void leave_out_long_ids(const project::Project& project, const history::Graph& graph,
                        const project::Databases& databases, std::vector<lint::Finding>& findings) {
    const auto is_long = [](const lint::Finding& finding) { return finding.rule == "long-revision-id"; };
    if (std::ranges::none_of(findings, is_long)) return;
    if (databases.only() == Dialect::sqlite || is_widened_by_code(project)) {
        std::erase_if(findings, is_long);
        return;
    }
    const std::set<std::string> fitting = files_that_fit(project, graph);
    std::erase_if(findings,
                  [&](const lint::Finding& finding) { return is_long(finding) && fitting.contains(finding.path); });
}

std::vector<lint::Finding> check_in_use(const replay::ReplayedFile& file, const project::Databases& databases) {
    if (databases.postgresql && databases.sqlite) return lint::check_file(file);
    replay::ReplayedFile seen = file;
    if (!databases.sqlite) seen.sqlite = {};  // nothing is said of what does nothing
    std::vector<lint::Finding> findings = lint::check_file(seen);
    if (databases.postgresql) return findings;
    for (lint::Finding& finding : findings) {
        if (!databases.sqlite) finding.message = base::replace_all(finding.message, " on postgresql:", ":");
    }
    const bool fills_by_itself = databases.other == "MySQL";  // rows get the type's empty value
    std::erase_if(findings, [&](const lint::Finding& finding) {
        const lint::Rule* rule = lint::find_rule(finding.rule);
        const bool foreign = !databases.sqlite && rule != nullptr && rule->category == lint::Category::dialects;
        if (fills_by_itself && finding.rule == "not-null-without-default") return true;
        return foreign || (rule != nullptr && is_about_postgresql(*rule));
    });
    return findings;
}

}  // namespace migrate::usecases
