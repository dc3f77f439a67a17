// For people who debug the replay room: replays a project, or single files one after the other, and prints
// what it finds.
//
//   show_replay DIR [postgresql|sqlite] [--to REVISION] [--ddl]   the project in DIR, to its head
//   show_replay --files postgresql|sqlite A.py B.py ...  upgrade() of each file in order
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "base/files.h"
#include "replay/replay.h"
#include "sql/sql.h"

using namespace migrate;

namespace {

const char* word_for(replay::Remark::Kind kind) {
    switch (kind) {
        case replay::Remark::Kind::unknown:
            return "unknown";
        case replay::Remark::Kind::fails:
            return "fails";
        case replay::Remark::Kind::note:
            return "note";
    }
    return "";
}

void show_remarks(const std::vector<replay::Remark>& remarks) {
    for (const auto& remark : remarks)
        std::printf("    %s %s: %s\n", word_for(remark.kind), remark.where.c_str(), remark.text.c_str());
}

void show_schema(const Schema& schema, bool ddl) {
    for (const Doubt& doubt : schema.doubts)
        std::printf("doubt %s: %s (%s)\n", doubt.object.c_str(), doubt.reason.c_str(), doubt.where.c_str());
    if (ddl) std::printf("%s", sql::write_schema(schema).c_str());
}

Dialect dialect_from(const std::string& word) {
    return word == "sqlite" ? Dialect::sqlite : Dialect::postgresql;
}

int show_files(const std::vector<std::string>& words) {
    Schema schema;
    schema.dialect = dialect_from(words.at(0));
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto text = base::read_file(words[i]);
        if (!text) return std::fprintf(stderr, "%s\n", text.error().message.c_str()), 1;
        replay::Run run = replay::run_function(*text, words[i], "upgrade", schema);
        std::printf("%s %s\n", run.complete ? "complete  " : "INCOMPLETE", words[i].c_str());
        for (const Operation& operation : run.operations) std::printf("    %s\n", describe(operation).c_str());
        show_remarks(run.remarks);
        schema = run.after;
    }
    show_schema(schema, true);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    std::vector<std::string> words(arguments + 1, arguments + count);
    if (words.size() >= 3 && words[0] == "--files") return show_files({words.begin() + 1, words.end()});
    if (words.empty()) return std::fprintf(stderr, "show_replay DIR [postgresql|sqlite] [--ddl]\n"), 2;
    const bool ddl = words.back() == "--ddl";
    std::string wanted;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == "--to") wanted = words[i + 1];
    }
    auto project = project::find_project(words[0]);
    if (!project) return std::fprintf(stderr, "%s\n", project.error().message.c_str()), 1;
    auto graph = history::read_graph(*project);
    if (!graph) return std::fprintf(stderr, "%s\n", graph.error().message.c_str()), 1;
    for (const auto& fault : graph->faults) std::fprintf(stderr, "fault: %s\n", fault.message.c_str());
    const std::string last = graph->heads.empty() ? "" : graph->heads.front();
    const std::string head = wanted.empty() ? last : wanted;
    auto replay =
        replay::replay_chain(*project, *graph, head, dialect_from(words.size() > 1 ? words[1] : "postgresql"));
    if (!replay) return std::fprintf(stderr, "%s\n", replay.error().message.c_str()), 1;
    std::size_t complete = 0;
    for (const auto& file : replay->files) {
        complete += file.complete ? 1 : 0;
        if (!ddl)
            std::printf("%s %s (%zu operations)\n", file.complete ? "complete  " : "INCOMPLETE", file.path.c_str(),
                        file.operations.size());
        if (!ddl) show_remarks(file.remarks);
    }
    std::fprintf(stderr, "%zu of %zu files complete, %zu tables\n", complete, replay->files.size(),
                 replay->schema.tables.size());
    show_schema(replay->schema, ddl);
    return 0;
}
