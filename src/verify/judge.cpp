#include "verify/judge.h"

#include <algorithm>

#include "base/text.h"
#include "verify/values.h"

namespace migrate::verify {

namespace {

constexpr std::size_t kMaxDetails = 15;  // of one finding: a result stays short enough for its reader

std::vector<std::string> texts_of(const std::vector<Difference>& differences) {
    std::vector<std::string> texts;
    for (const Difference& difference : differences) {
        if (texts.size() == kMaxDetails) {
            texts.push_back("and " + std::to_string(differences.size() - kMaxDetails) + " more");
            break;
        }
        texts.push_back(difference.text());
    }
    return texts;
}

std::string with_place(const Failure& failure) {
    return failure.where.empty() ? failure.text : failure.text + " (" + failure.where + ")";
}

class Judge {
  public:
    Judge(Dialect dialect, const Told& told, const Replayed& replayed)
        : told_(told), side_(replayed.on(dialect)), path_(replayed.path) {
        report_.dialect = dialect;
        report_.server = told.server;
        report_.steps = told.steps;
        report_.from_base = told.from_base;
        report_.from_replay_why = told.from_replay.text;
        report_.from_replay_where = told.from_replay.where;
        report_.refused = told.seen;
    }

    DialectReport judge() && {
        if (!told_.not_tried.empty()) return ended(Outcome::not_tried, told_.not_tried);
        if (!told_.no_server.empty()) {
            if (told_.steps.empty()) return ended(Outcome::cannot, told_.no_server);
            note("scratch databases may be left on the server, until the next run removes them: " + told_.no_server);
        }
        if (!told_.no_role.empty()) {
            note("the role of the server's URL ran it, for the scratch databases could have none of their own: " +
                 told_.no_role);
        }
        add_failure();
        add_refused_rows();
        compare_states();
        compare_with_replay();
        add_rows();
        judge_values(told_, side_, report_);
        if (!report_.findings.empty()) return ended(Outcome::findings, "");
        if (!told_.done) {
            return ended(Outcome::cannot, told_.failure ? with_place(*told_.failure) : "it ended without an answer");
        }
        if (!report_.refused.empty()) return ended(Outcome::cannot, base::join(report_.refused, "; "));
        return ended(Outcome::proven, "");
    }

  private:
    DialectReport ended(Outcome outcome, const std::string& why) {
        report_.outcome = outcome;
        report_.why = why;
        return std::move(report_);
    }

    void find(std::string code, std::string text, std::string where = {}, std::vector<std::string> details = {}) {
        report_.findings.push_back({std::move(code), std::move(text), std::move(where), std::move(details)});
    }

    void note(std::string text) { report_.notes.push_back(std::move(text)); }

    void add_failure() {
        if (!told_.failure) return;
        const Failure& failure = *told_.failure;
        if (failure.refused || !told_.seen.empty()) return;  // it may run where it is allowed
        if (told_.failed_step == "upgrade") find("upgrade_fails", "upgrade() fails: " + failure.text, failure.where);
        if (told_.failed_step == "downgrade") {
            find("downgrade_fails", "downgrade() fails: " + failure.text, failure.where);
        }
        if (told_.failed_step == "upgrade again") {
            find("second_upgrade_fails", "after downgrade(), upgrade() fails: " + failure.text, failure.where);
        }
        if (told_.failed_step == "start" && failure.where.starts_with(path_ + ":")) {
            find("cannot_be_loaded", "Alembic cannot load the file: " + failure.text, failure.where);
        }
    }

    void add_refused_rows() {
        const auto up = told_.refused_rows.find("upgrade");
        if (up != told_.refused_rows.end()) {
            find("refuses_rows",
                 "upgrade() stops on rows that the schema before allows: " + up->second.text +
                     "; on empty tables it runs",
                 up->second.where);
        }
        const auto down = told_.refused_rows.find("downgrade");
        if (down == told_.refused_rows.end()) return;
        if (told_.refused_new_only) {
            note("downgrade() stops on rows that only the new schema allows: " + with_place(down->second) +
                 "; without them it runs");
        } else {
            find("refuses_rows",
                 "downgrade() stops as soon as there are rows: " + down->second.text + "; on empty tables it runs",
                 down->second.where);
        }
    }

    const Catalog* catalog(const std::string& name) const {
        const auto found = told_.catalogs.find(name);
        return found == told_.catalogs.end() ? nullptr : &found->second;
    }

    void compare(const char* was, const char* is, const char* code, const char* text) {
        const Catalog* first = catalog(was);
        const Catalog* second = catalog(is);
        if (first == nullptr || second == nullptr || *first == *second) return;
        std::vector<Difference> found = differences(*first, *second);
        // Others may use an extension by then, so it rightly stays.
        std::erase_if(found, [&](const Difference& difference) {
            const bool stays = difference.object.starts_with("extension ") && !difference.was_there;
            if (stays) note("downgrade() leaves " + difference.object + " where it is");
            return stays;
        });
        if (!found.empty()) find(code, text, "", texts_of(found));
    }

    void compare_states() {
        compare("before", "down", "downgrade_differs", "downgrade() does not lead back to the schema before");
        compare("after", "again", "second_upgrade_differs",
                "the second upgrade() leaves another schema than the first");
    }

    std::vector<Difference> against_replay(const std::string& replayed, const std::string& real) const {
        const Catalog* first = catalog(replayed);
        const Catalog* second = catalog(real);
        if (first == nullptr || second == nullptr) return {};
        return differences(without_what_no_schema_holds(*first), without_what_no_schema_holds(*second));
    }

    /// What replay says that would stop upgrade() here; nullptr when nothing would.
    const replay::Remark* foretold_failure() const {
        const std::vector<replay::Remark>& remarks = side_.upgrade.remarks;
        const auto found = std::find_if(remarks.begin(), remarks.end(), [](const replay::Remark& remark) {
            return remark.kind == replay::Remark::Kind::fails;
        });
        return found == remarks.end() ? nullptr : &*found;
    }

    /// What differs before the revision already is not its doing.
    void compare_with_replay() {
        if (!told_.not_replayed.empty()) {
            note("not compared with the replayed schema, which cannot be made here: " + told_.not_replayed);
            return;
        }
        const replay::Remark* foretold = foretold_failure();
        if (foretold != nullptr && catalog("after") != nullptr) {
            note("it runs here, where replay foretells a failure: " + foretold->text + " (" + foretold->where + ")");
        }
        const std::vector<Difference> old = against_replay("replayed before", "before");
        std::vector<Difference> certain;
        std::vector<std::string> in_doubt;
        std::size_t old_count = 0;
        for (const Difference& difference : against_replay("replayed after", "after")) {
            if (std::find(old.begin(), old.end(), difference) != old.end()) {
                ++old_count;
            } else if (foretold != nullptr) {
                in_doubt.push_back(difference.text());
            } else if (const Doubt* doubt = doubt_about(side_.upgrade.after, difference)) {
                in_doubt.push_back(difference.text() + " (" + doubt->reason + ", " + doubt->where + ")");
            } else {
                certain.push_back(difference);
            }
        }
        for (std::size_t i = 0; i < std::min(in_doubt.size(), kMaxDetails); ++i) {
            note("differs from the replayed schema where the replay was in doubt: " + in_doubt[i]);
        }
        if (in_doubt.size() > kMaxDetails) {
            note(std::to_string(in_doubt.size() - kMaxDetails) + " more differ where the replay was in doubt");
        }
        if (old_count > 0) {
            note("before this revision the database differs from the replayed schema already, in " +
                 std::to_string(old_count) + (old_count == 1 ? " object" : " objects"));
        }
        report_.as_replayed = certain.empty() && in_doubt.empty() && catalog("replayed after") != nullptr;
        if (!certain.empty()) {
            find("replay_differs", "upgrade() leaves another schema than its replay says", "", texts_of(certain));
        }
    }

    // Rows.

    std::optional<long> count(const std::string& when, const std::string& table) const {
        const auto counts = told_.counts.find(when);
        if (counts == told_.counts.end()) return std::nullopt;
        const auto found = counts->second.find(table);
        return found == counts->second.end() ? std::nullopt : std::optional(found->second);
    }

    void add_rows() {
        std::map<std::string, RowCounts> rows;
        const bool refused = told_.refused_rows.contains("upgrade");
        const bool refused_down = told_.refused_rows.contains("downgrade");
        for (const auto& [when, counts] : told_.counts) {
            for (const auto& [table, number] : counts) rows[table].table = table;
        }
        for (auto& [table, row] : rows) {
            row.before = count("before", table);
            row.after = count("after", table);
            row.with_new = count("new", table);
            row.down = count("down", table);
            row.again = count("again", table);
            report_.rows.push_back(row);
        }
        if (!refused) tell_lost("before", "after", side_.upgrade, "upgrade()", false);
        if (!refused_down) tell_lost("new", "down", side_.downgrade, "downgrade()", true);
        for (const auto& [when, tables] : told_.empty) {
            for (const auto& [table, why] : tables) {
                note("no made rows in " + table + (when == "new" ? " after the upgrade" : "") + ": " + why);
            }
        }
    }

    void tell_lost(const std::string& was, const std::string& is, const replay::Run& run, const std::string& what,
                   bool back) {
        if (!told_.counts.contains(was) || !told_.counts.contains(is)) return;
        for (const auto& [table, number] : told_.counts.at(was)) {
            std::string now = back ? table : name_after(side_, table);
            if (back) {
                for (const auto& [other, ignored] : told_.counts.at(is)) {
                    if (name_after(side_, other) == table) now = other;
                }
            }
            const long left = count(is, now).value_or(0);
            if (number <= left) continue;
            const std::string text = what + " loses rows of " + table + ": of " + std::to_string(number) + " there " +
                                     (left == 1 ? "is " : "are ") + std::to_string(left) + " left";
            if (!count(is, now)) {
                note(what + " drops " + table + " with its rows: " + std::to_string(number));
            } else if (moves_rows(run)) {
                note(text + "; it has statements that may do so on purpose");
            } else {
                find("rows_lost", text);
            }
        }
    }

    const Told& told_;
    const replay::FileRuns& side_;
    std::string path_;
    DialectReport report_;
};

}  // namespace

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::proven:
            return "proven";
        case Outcome::findings:
            return "findings";
        case Outcome::not_tried:
            return "not tried";
        case Outcome::cannot:
            return "cannot";
    }
    return "";
}

DialectReport judge(Dialect dialect, const Told& told, const Replayed& replayed) {
    return Judge(dialect, told, replayed).judge();
}

}  // namespace migrate::verify
