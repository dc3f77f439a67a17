#include "lint/failures.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "lint/databases.h"

namespace migrate::lint {

namespace {

/// The portable type for one that SQLite does not have.
std::string portable_type(const std::string& text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kTypes = {
        {{"JSONB", "sa.JSON().with_variant(postgresql.JSONB(), \"postgresql\")"},
         {"UUID", "sa.String(36).with_variant(postgresql.UUID(as_uuid=True), \"postgresql\")"},
         {"INET", "sa.String(45).with_variant(postgresql.INET(), \"postgresql\")"},
         {"CIDR", "sa.String(49).with_variant(postgresql.CIDR(), \"postgresql\")"},
         {"ARRAY", "sa.JSON().with_variant(postgresql.ARRAY(...), \"postgresql\")"},
         {"INTERVAL", "sa.Interval()"}}};
    for (const auto& [name, portable] : kTypes) {
        if (text.find("SQLite has no " + std::string(name)) != std::string::npos) return std::string(portable);
    }
    return "sa.Text().with_variant(the PostgreSQL type, \"postgresql\")";
}

/// "'{}'" of "... in the default '{}'::jsonb".
std::string without_cast(const std::string& text) {
    constexpr std::string_view kBefore = "the default ";
    const std::size_t begin = text.find(kBefore);
    return begin == std::string::npos
               ? "..."
               : text.substr(begin + kBefore.size(), text.find("::", begin + kBefore.size()) - begin - kBefore.size());
}

/// "orders" of "alter_column orders.total: SQLite needs ..." and of "... on orders: SQLite cannot ...", else "...".
std::string table_in(const std::string& text) {
    for (const std::string_view word : {"alter_column ", "add_column ", "drop_column ", " on "}) {
        const std::size_t at = text.find(word);
        if (at == std::string::npos) continue;
        const std::size_t begin = at + word.size();
        const std::string name = text.substr(begin, text.find_first_of(": ", begin) - begin);
        const std::size_t dot = word == " on " ? std::string::npos : name.rfind('.');
        if (!name.empty()) return name.substr(0, dot);
    }
    return "...";
}

/// On one line; where that is long it is cut before its last part, which is the reason. The dialect is told by the
/// rule.
std::string shown(const std::string& text) {
    constexpr std::string_view kPrefix = "fails on SQLite: ";
    constexpr std::size_t kLongest = 160, kLeastBegin = 40;
    const std::string one_line = base::join(base::split_words(text), " ");
    const std::string told = one_line.starts_with(kPrefix) ? one_line.substr(kPrefix.size()) : one_line;
    if (told.size() <= kLongest) return told;
    const std::size_t reason = told.rfind(": ");
    if (reason == std::string::npos || told.size() - reason + kLeastBegin > kLongest)
        return std::string(base::cut_utf8(told, kLongest)) + "...";
    return std::string(base::cut_utf8(told, kLongest - (told.size() - reason))) + "..." + told.substr(reason);
}

/// The table that is not there, or whose index is not; "" for other failures.
std::string missed_table(const Failure& failure) {
    if (failure.code == "no_such_index") {
        const std::size_t begin = failure.whole.find(" on "), end = failure.whole.rfind(": index ");
        if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
        return failure.whole.substr(begin + 4, end - begin - 4);
    }
    constexpr std::string_view kBegin = "table ", kEnd = " does not exist";
    const bool raised = failure.whole.find("ProgrammingError: ") != std::string::npos;  // inside of a `try`
    if ((failure.code != "no_such_table" && !raised) || !failure.whole.ends_with(kEnd)) return {};
    const std::size_t end = failure.whole.size() - kEnd.size();
    const std::size_t begin = failure.whole.rfind(kBegin, end);
    return begin == std::string::npos ? "" : failure.whole.substr(begin + kBegin.size(), end - begin - kBegin.size());
}

/// The index that is not there where its table is not said; "" for other failures.
std::string missed_index(const Failure& failure) {
    constexpr std::string_view kBegin = ": index ", kEnd = " does not exist";
    const std::size_t begin = failure.whole.rfind(kBegin);
    if (failure.code != "no_such_index" || begin == std::string::npos || !failure.whole.ends_with(kEnd)) return {};
    if (failure.whole.find(" on ") < begin) return {};
    return failure.whole.substr(begin + kBegin.size(), failure.whole.size() - kEnd.size() - begin - kBegin.size());
}

std::vector<std::string> index_names(const Schema& schema) {
    std::vector<std::string> names;
    for (const auto& [name, table] : schema.tables) {
        for (const Index& index : find_table(schema, name)->indexes) names.push_back(index.name);
    }
    return names;
}

/// True when one of the names is nearly this one; one that only begins alike is another.
bool is_misspelt(const std::string& name, const std::vector<std::string>& known) {
    const auto slip = std::max<std::size_t>(1, name.size() / 3);
    const std::vector<std::string> near = base::nearest(known, name);
    return std::any_of(near.begin(), near.end(), [&](const std::string& other) {
        return std::max(other.size(), name.size()) - std::min(other.size(), name.size()) <= slip;
    });
}

}  // namespace

int line_in(const std::string& path, const std::string& where) {
    int line = 0;
    if (where.starts_with(path + ":"))
        std::from_chars(where.data() + path.size() + 1, where.data() + where.size(), line);
    return line;
}

int line_of(const replay::Remark& remark, const std::string& path) {
    return line_in(path, remark.where);
}

std::vector<Failure> failures_of(const replay::ReplayedFile& file, const replay::Run& run) {
    std::vector<Failure> failures;
    for (const replay::Remark& remark : run.remarks) {
        if (remark.kind == replay::Remark::Kind::fails)
            failures.push_back({line_of(remark, file.path), shown(remark.text), remark.code, remark.text});
    }
    return failures;
}

std::vector<Failure> failures_only_on_sqlite(const replay::ReplayedFile& file) {
    const std::vector<Failure> both = failures_of(file, file.postgresql.upgrade);
    std::vector<Failure> failures = failures_of(file, file.sqlite.upgrade);
    if (runs_on_sqlite_alone(file)) return failures;
    std::erase_if(failures, [&](const Failure& each) {
        return std::any_of(both.begin(), both.end(), [&](const Failure& other) { return other.line == each.line; });
    });
    return failures;
}

bool is_name_taken(const std::string& code) {
    constexpr std::array<std::string_view, 5> kTaken = {"table_exists", "column_exists", "index_exists",
                                                        "constraint_exists", "type_exists"};
    return std::find(kTaken.begin(), kTaken.end(), code) != kTaken.end();
}

bool follows_from(const Failure& later, const Failure& earlier) {
    return is_name_taken(later.code) && earlier.whole.starts_with("drop ") &&
           earlier.whole.find(" on ") != std::string::npos && table_in(earlier.whole) == table_in(later.whole);
}

bool leans_on_doubt(const replay::FileRuns& side, const Failure& failure) {
    const auto touches = [&](const Doubt& doubt) {
        if (doubt.object == "*") return true;
        const std::string name = doubt.object.substr(doubt.object.rfind(' ') + 1);
        const std::string table = doubt.object.starts_with("column ") ? name.substr(0, name.rfind('.')) : name;
        return !table.empty() && failure.whole.find(table) != std::string::npos;
    };
    const SharedSet<Doubt>& before = side.before.doubts;
    const SharedSet<Doubt>& after = side.upgrade.after.doubts;
    return std::any_of(before.begin(), before.end(), touches) || std::any_of(after.begin(), after.end(), touches);
}

std::optional<std::string> made_elsewhere(const replay::FileRuns& side, const Schema& met, const Failure& failure) {
    const std::string index = missed_index(failure);
    const bool lacks_tables = !side.stopped_by.empty();  // else every table is the chain's own
    if (!index.empty())
        return lacks_tables && !is_misspelt(index, index_names(met)) ? std::optional(index) : std::nullopt;
    const std::string name = missed_table(failure);
    if (name.empty()) return std::nullopt;
    const TableName table = read_table_name(name);
    if (side.gone.contains(table) || find_table(side.before, table) != nullptr || find_table(met, table) != nullptr)
        return std::nullopt;
    std::vector<std::string> known;  // by their own names, in the same schema
    for (const Schema* schema : {&side.before, &side.upgrade.after}) {
        for (const auto& [each, value] : schema->tables) {
            if (each.schema == table.schema) known.push_back(each.name);
        }
    }
    std::erase(known, table.name);  // made after it was missed: it was there, and is made anew
    return is_misspelt(table.name, known) ? std::nullopt : std::optional(name);
}

std::string fix_for(const Failure& failure) {
    if (failure.code == "sqlite_type") return portable_type(failure.text);
    if (failure.code == "sqlite_default") return "server_default=sa.text(\"" + without_cast(failure.whole) + "\")";
    if (failure.code == "sqlite_sql") return "put it under `if op.get_context().dialect.name == \"postgresql\":`";
    if (failure.code == "sqlite_alter")
        return "with op.batch_alter_table(\"" + table_in(failure.text) +
               "\") as batch_op: and the same call on batch_op, without the table's name";
    if (failure.code == "lacks_name") return "give the constraint a name, where it is made and where it is dropped";
    if (failure.code.starts_with("no_such_")) return "correct the name, or make it in an earlier migration";
    if (failure.code == "depends_on") return "drop what depends on it first";
    return "make it fit the schema as it stands there";
}

}  // namespace migrate::lint
