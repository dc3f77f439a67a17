#include "base/text.h"
#include "laws/many_cases.h"
#include "laws/stored.h"
#include "replay/replay.h"

using namespace migrate;
using migrate::laws::for_cases;

namespace {

const Schema& side(const plan::Heads& heads, Dialect dialect) {
    return dialect == Dialect::postgresql ? heads.postgresql : heads.sqlite;
}

std::string lines_of(const std::vector<Operation>& operations) {
    std::string lines;
    for (const Operation& operation : operations) {
        lines += "  " + describe(operation);
        if (const auto* alter = std::get_if<AlterColumn>(&operation)) lines += " using " + alter->using_sql;
        if (const auto* drop = std::get_if<DropIndex>(&operation)) lines += drop->if_exists ? " if exists" : "";
        lines += "\n";
    }
    return lines;
}

std::string remarks_of(const replay::Run& run) {
    std::string lines;
    for (const replay::Remark& remark : run.remarks) lines += "  " + remark.where + ": " + remark.text + "\n";
    return lines;
}

/// The operations without what one function of a file cannot say: how its SQL is undone.
std::vector<Operation> comparable(std::vector<Operation> operations) {
    for (Operation& operation : operations) {
        if (auto* execute = std::get_if<Execute>(&operation)) execute->down_sql.reset();
    }
    return operations;
}

/// What replay reads back from one function, held against the operations the plan has for that dialect. Returns what is
/// wrong, "" for nothing.
std::string read_back(const replay::Run& run, const std::vector<Operation>& planned, const Schema& before) {
    if (!run.complete || !run.after.doubts.empty()) return "replay is not certain\n" + remarks_of(run);
    for (const replay::Remark& remark : run.remarks) {
        if (remark.kind == replay::Remark::Kind::fails) return "replay says that it fails\n" + remarks_of(run);
    }
    const Result<Schema> wanted = migrate::apply(planned, before);
    if (!wanted) return "the plan cannot be applied: " + wanted.error().message + "\n";
    const std::vector<std::string> found = differences(run.after, *wanted);
    if (!found.empty()) return "read / planned: " + base::join(found, "\n") + "\n";
    const std::vector<Operation> read = comparable(run.operations);
    const std::vector<Operation> wanted_operations = comparable(planned);
    if (read == wanted_operations) return "";
    return "planned\n" + lines_of(wanted_operations) + "read\n" + lines_of(read);
}

/// Law 1 for one case; "" when it holds.
std::string written_and_read(const laws::Case& made) {
    const Result<std::string> text = laws::text_of(made, "one", "zero");
    if (!text) return "cannot be written: " + text.error().message;
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const std::string name(name_of(dialect));
        const Schema& before = side(made.before, dialect);
        const replay::Run up = replay::run_function(*text, "case.py", "upgrade", before);
        std::string wrong = read_back(up, lower(made.plan.up, dialect), before);
        if (!wrong.empty()) return name + " upgrade: " + wrong + *text;
        const replay::Run down = replay::run_function(*text, "case.py", "downgrade", up.after);
        wrong = read_back(down, lower(made.plan.down, dialect), up.after);
        if (!wrong.empty()) return name + " downgrade: " + wrong + *text;
    }
    return "";
}

}  // namespace

TEST_CASE("law 1: what is written is read back the same, up and down, on both dialects") {
    for_cases([](const laws::Case& made) {
        const std::string wrong = written_and_read(made);
        if (!wrong.empty()) FAIL_CHECK("LAW1 " << wrong << laws::shown(made));
    });
}

TEST_CASE("law 2: a plan's downgrade leads back to the schema before it, on both dialects") {
    for_cases([](const laws::Case& made) {
        const Result<plan::Heads> back = laws::advanced(made.plan.down, made.after);
        if (!back) {
            FAIL_CHECK("LAW2 " << back.error().message << "\n" << laws::shown(made));
            return;
        }
        for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
            const std::vector<std::string> found = differences(side(*back, dialect), side(made.before, dialect));
            if (!found.empty()) FAIL_CHECK("LAW2 " << base::join(found, "\n") << "\n" << laws::shown(made));
        }
    });
}

TEST_CASE("at least four of five requests are accepted, and what is accepted can be applied") {
    int accepted = 0;
    int refused = 0;
    for_cases([&](const laws::Case& made) {
        for (const auto& [kind, count] : made.accepted) accepted += count;
        for (const auto& [kind, count] : made.refused) refused += count;
        for (const std::string& refusal : made.refusals) CHECK_FALSE(refusal.starts_with("BROKEN"));
    });
    CHECK(accepted >= 4 * refused);
}
