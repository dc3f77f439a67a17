#include "sql/block.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "catalog/answer.h"
#include "schema/naming.h"
#include "sql/sql.h"

namespace migrate::sql {
namespace {

constexpr int kMaxNesting = 40;

/// PostgreSQL's condition names for the errors of operations::apply.
bool catches(const std::vector<std::string>& conditions, const std::string& code) {
    static const std::map<std::string, std::vector<std::string>> kNames = {
        {"table_exists", {"duplicate_table", "duplicate_object"}},
        {"index_exists", {"duplicate_table", "duplicate_object"}},
        {"column_exists", {"duplicate_column"}},
        {"constraint_exists", {"duplicate_object", "duplicate_table", "invalid_table_definition"}},
        {"type_exists", {"duplicate_object"}},
        {"no_such_table", {"undefined_table"}},
        {"no_such_column", {"undefined_column"}},
        {"no_such_index", {"undefined_object"}},
        {"no_such_constraint", {"undefined_object"}},
        {"no_such_type", {"undefined_object"}},
        {"depends_on", {"dependent_objects_still_exist"}},
    };
    const auto known = kNames.find(code);
    return std::any_of(conditions.begin(), conditions.end(), [&](const std::string& condition) {
        if (condition == "others") return true;
        return known != kNames.end() &&
               std::find(known->second.begin(), known->second.end(), condition) != known->second.end();
    });
}

/// Walks the statements of a body. `active` says whether they run or are only walked past.
class Runner {
  public:
    Runner(const Source& source, std::string_view where, int depth) : source_(source), where_(where), depth_(depth) {}

    Result<Operations> run(const Schema& schema) {
        World world(schema);
        auto operations = block(world, true, 0);
        if (operations && !problem_.empty()) return fail("not_followed", problem_);
        return operations;
    }

  private:
    bool is(std::string_view word, std::size_t ahead = 0) const { return source_.is(at_ + ahead, word); }
    bool at_end() const { return at_ >= source_.count(); }
    void skip_behind(std::string_view word) {
        at_ = std::min(source_.find(word, at_, source_.count()) + 1, source_.count());
    }
    void give_up(const std::string& reason) {
        if (problem_.empty()) problem_ = reason;
    }

    /// [DECLARE ...] BEGIN statements [EXCEPTION handlers] END
    Result<Operations> block(World& world, bool active, int nesting) {
        if (nesting > kMaxNesting) return fail("not_followed", "the block is nested too deeply");
        if (is("<")) skip_behind(">"), skip_behind(">");
        if (is("DECLARE")) at_ = source_.find("BEGIN", at_, source_.count());
        if (!is("BEGIN")) return fail("not_followed", "the block has no BEGIN");
        ++at_;
        World inner(world.schema());
        auto operations = statements(inner, active, nesting);
        if (!operations) return operations;
        if (is("EXCEPTION")) operations = handlers(world, *operations, active, nesting);
        if (!is("END")) return fail("not_followed", "the block has no END");
        skip_behind(";");
        if (operations) world.add(*operations);
        return operations;
    }

    /// An error undoes all of the block before its handler runs.
    Result<Operations> handlers(World& before, Operations tried, bool active, int nesting) {
        std::string error;
        Schema now = before.schema();
        for (const Operation& operation : tried) {
            auto next = migrate::apply(operation, now);
            if (!next) {
                error = next.error().code;
                break;
            }
            now = std::move(*next);
        }
        ++at_;
        bool handled = error.empty();
        while (is("WHEN") && !at_end()) {
            std::vector<std::string> conditions;
            for (++at_; !is("THEN") && !at_end(); ++at_)
                if (!is("OR")) conditions.push_back(base::lower(source_.at(at_)));
            ++at_;
            const bool runs = !handled && catches(conditions, error);
            World world(before.schema());
            auto operations = statements(world, active && runs, nesting);
            if (!operations) return operations;
            if (runs) handled = true, tried = std::move(*operations);
        }
        return tried;
    }

    /// Statements up to END, ELSE, ELSIF, EXCEPTION or WHEN.
    Result<Operations> statements(World& world, bool active, int nesting) {
        constexpr std::array<std::string_view, 6> kStops = {"END", "ELSE", "ELSIF", "ELSEIF", "EXCEPTION", "WHEN"};
        Operations operations;
        while (!at_end() && std::none_of(kStops.begin(), kStops.end(), [&](auto word) { return is(word); })) {
            auto read = statement(world, active, nesting);
            if (!read) return read;
            if (active) operations.insert(operations.end(), read->begin(), read->end());
        }
        return operations;
    }

    Result<Operations> statement(World& world, bool active, int nesting) {
        constexpr std::array<std::string_view, 4> kLoops = {"FOR", "FOREACH", "WHILE", "LOOP"};
        if (is("IF")) return condition(world, active, nesting + 1);
        if (is("BEGIN") || is("DECLARE") || is("<")) return block(world, active, nesting + 1);
        if (std::any_of(kLoops.begin(), kLoops.end(), [&](auto word) { return is(word); })) return loop(world, active);
        if (is("CASE")) return skip_case(active);
        const std::size_t from = at_;
        skip_behind(";");
        const std::size_t to = source_.is(at_ - 1, ";") ? at_ - 1 : at_;
        if (!active) return Operations{};
        return plain(world, from, to);
    }

    /// IF condition THEN ... [ELSIF ... THEN ...] [ELSE ...] END IF;
    Result<Operations> condition(World& world, bool active, int nesting) {
        if (nesting > kMaxNesting) return fail("not_followed", "the block is nested too deeply");
        Operations taken;
        bool decided = false;
        std::string unknown;
        while (is("IF") || is("ELSIF") || is("ELSEIF") || is("ELSE")) {
            const bool otherwise = is("ELSE");
            const std::size_t from = ++at_;
            std::optional<bool> holds = true;
            if (!otherwise) {
                at_ = source_.find("THEN", at_, source_.count());
                if (active && !decided) holds = evaluate(world, from, at_, unknown);
                ++at_;
            }
            const std::size_t body = at_;
            const bool runs = active && !decided && holds.value_or(false) && unknown.empty();
            auto read = statements(world, runs, nesting);
            if (!read) return read;
            if (runs) taken = std::move(*read);
            if (active && !decided && !unknown.empty() && mentions_ddl(source_, body, at_)) give_up(unknown);
            decided = decided || runs;
        }
        if (!is("END")) return fail("not_followed", "IF has no END IF");
        skip_behind(";");
        return taken;
    }

    std::optional<bool> evaluate(World& world, std::size_t from, std::size_t to, std::string& unknown) const {
        const std::string question = "SELECT (" + source_.slice(from, to) + ")";
        const Answer found = answer(question, world.schema(), [](std::string_view) { return std::nullopt; });
        if (found.kind == Answer::Kind::rows && found.rows.size() == 1 && found.rows[0].size() == 1)
            return found.rows[0][0] == "true";
        unknown = found.kind == Answer::Kind::data ? "it depends on rows of a table" : found.reason;
        if (unknown.empty()) unknown = "its condition was not understood";
        return std::nullopt;
    }

    void skip_loop() {
        int open = 0;
        for (; !at_end(); ++at_) {
            if (!is("LOOP")) continue;
            if (!source_.is(at_ - 1, "END")) {
                ++open;
            } else if (--open <= 0) {
                return skip_behind(";");
            }
        }
    }

    Result<Operations> loop(World& world, bool active) {
        const std::size_t from = at_;
        skip_loop();
        if (!active) return Operations{};
        if (mentions_ddl(source_, from, at_)) {
            give_up("it changes the schema in a loop");
            return Operations{};
        }
        const Statement statement{source_, world, where_, from, at_, depth_};
        return Operations{Execute{"DO $do$ BEGIN " + statement.text() + " END $do$", std::nullopt}};
    }

    Result<Operations> skip_case(bool active) {
        const std::size_t from = at_;
        while (!at_end() && !(is("END") && source_.is(at_ + 1, "CASE"))) ++at_;
        skip_behind(";");
        if (active && mentions_ddl(source_, from, at_)) give_up("it changes the schema in a CASE");
        return Operations{};
    }

    Result<Operations> plain(World& world, std::size_t from, std::size_t to) {
        constexpr std::array<std::string_view, 12> kSilent = {
            "NULL", "RAISE", "RETURN", "GET", "OPEN", "FETCH", "CLOSE", "ASSERT", "EXIT", "MOVE", "SELECT", "CONTINUE"};
        const bool assigns = source_.is(from + 1, ":=") || source_.is(from + 1, "=");
        const auto first_is = [&](std::string_view word) { return source_.is(from, word); };
        if (from >= to || assigns || std::any_of(kSilent.begin(), kSilent.end(), first_is)) return Operations{};
        if (first_is("EXECUTE")) return dynamic(world, from + 1, to);
        const Statement statement{source_, world, where_, from, to, depth_};
        if (!first_is("PERFORM")) return read_inner(statement.text(), world, Dialect::postgresql, where_, depth_ + 1);
        const Statement call{source_, world, where_, from + 1, to, depth_};
        Operations read = read_inner("SELECT " + call.text(), world, Dialect::postgresql, where_, depth_ + 1);
        std::erase_if(read, [](const Operation& operation) { return std::holds_alternative<Execute>(operation); });
        return read;
    }

    /// EXECUTE of text that is written out: literals joined by ||, or format() of literals.
    Result<Operations> dynamic(World& world, std::size_t from, std::size_t to) {
        std::size_t end = std::min(source_.find("USING", from, to), source_.find("INTO", from, to));
        const auto sql =
            source_.is(from, "format") ? formatted(from + 2, source_.closing(from + 1)) : joined(from, end);
        if (sql) return read_inner(*sql, world, Dialect::postgresql, where_, depth_ + 1);
        if (source_.kind(from) == TokenKind::string &&
            string_value(source_.text(), source_.tokens()[from]).starts_with("ALTER SEQUENCE ")) {
            const Statement statement{source_, world, where_, from, to, depth_};
            return Operations{Execute{.sql = statement.text()}};  // one that a column owns: no schema has its options
        }
        give_up("the SQL of EXECUTE is put together when it runs");
        return Operations{};
    }

    std::optional<std::string> joined(std::size_t from, std::size_t to) const {
        std::string text;
        for (std::size_t i = from; i < to; ++i) {
            const bool word_turn = (i - from) % 2 == 0;
            if (word_turn ? source_.kind(i) != TokenKind::string : !source_.is(i, "||")) return std::nullopt;
            if (word_turn) text += string_value(source_.text(), source_.tokens()[i]);
        }
        return text;
    }

    std::optional<std::string> formatted(std::size_t from, std::size_t to) const {
        std::vector<std::string> texts;
        for (const auto& [start, end] : source_.elements(from, to)) {
            auto text = joined(start, end);
            if (!text) return std::nullopt;
            texts.push_back(std::move(*text));
        }
        if (texts.empty()) return std::nullopt;
        std::string sql;
        std::size_t next = 1;
        const std::string& pattern = texts.front();
        for (std::size_t i = 0; i < pattern.size(); ++i) {
            const char kind = pattern[i] == '%' && i + 1 < pattern.size() ? pattern[++i] : '\0';
            if (kind == '\0' || kind == '%') {
                sql += kind == '%' ? '%' : pattern[i];
                continue;
            }
            if (next >= texts.size() || (kind != 'I' && kind != 'L' && kind != 's')) return std::nullopt;
            const std::string& value = texts[next++];
            if (kind == 's') sql += value;
            if (kind == 'I') sql += "\"" + base::replace_all(value, "\"", "\"\"") + "\"";
            if (kind == 'L') sql += quote_text(value);
        }
        return sql;
    }

    const Source& source_;
    std::string_view where_;
    int depth_;
    std::size_t at_ = 0;
    std::string problem_;  ///< why the schema after the block is not known; the first reason counts
};

std::string option_text(const Node& node, std::string_view name) {
    for (const Node& option : node["args"].items)
        if (option["DefElem"].str("defname") == name) return option["DefElem"]["arg"]["String"].str("sval");
    return {};
}

}  // namespace

Result<Operations> run_block(const Source& body, const Schema& schema, std::string_view where, int depth) {
    return Runner(body, where, depth).run(schema);
}

Operations read_do_block(const Statement& statement, const Node& node) {
    const std::string language = option_text(node, "language");
    const Source body(option_text(node, "as"), Dialect::postgresql);
    const Schema& schema = statement.world.schema();
    auto read = language.empty() || language == "plpgsql"
                    ? run_block(body, schema, statement.where, statement.depth)
                    : Result<Operations>(fail("not_followed", "the block is not written in plpgsql"));
    const bool changes = read && std::any_of(read->begin(), read->end(), [](const Operation& operation) {
                             return !std::holds_alternative<Execute>(operation);
                         });
    if (changes) {
        statement.world.add(*read);
        return *read;
    }
    if (read || !mentions_ddl(body, 0, body.count())) return {execute(statement)};
    return {opaque(statement, "its block was not followed: " + read.error().message,
                   tables_mentioned(body, 0, body.count(), schema))};
}

}  // namespace migrate::sql
