#include "verify/catalog.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "schema/doubts.h"
#include "schema/expression.h"
#include "schema/text.h"
#include "sql/sql.h"

namespace migrate::verify {

namespace {

using nlohmann::json;

/// One spelling: words in lower case, one blank between tokens, no outer parentheses.
std::string normal(std::string_view sql) {
    const std::string inner = without_outer_parentheses(sql);
    std::string text;
    for (const Token& token : read_meaningful_tokens(inner)) {
        const bool sticks = token.text == ")" || token.text == "," || text.ends_with('(');
        if (!text.empty() && !sticks) text += ' ';
        text += is_name(token) ? identifier_of(token) : std::string(token.text);
    }
    return text;
}

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
}

std::string joined(const std::vector<std::string>& names) {
    return base::join(names, ", ");
}

/// The tables, indexes and views of a SQLite database, one after the other.
class SqliteReader {
  public:
    SqliteReader() { schema_.dialect = Dialect::sqlite; }

    Catalog read(const json& event) {
        for (const json& table : event.value("tables", json::array())) read_table(table);
        for (const json& index : event.value("indexes", json::array())) read_index(index);
        for (const char* kind : {"view", "trigger"}) {
            for (const json& item : event.value(std::string(kind) + "s", json::array())) {
                catalog_[std::string(kind) + " " + text_of(item["name"])] = normal(text_of(item["sql"]));
            }
        }
        return std::move(catalog_);
    }

  private:
    void read_table(const json& table) {
        const std::string name = text_of(table["name"]);
        const std::string sql = take_collations(name, text_of(table["sql"]), table["columns"]);
        const Table* known = apply_statement(sql) ? find_table(schema_, {"", name}) : nullptr;
        catalog_["table " + name] = known == nullptr ? normal(sql) : options_of(sql);
        for (const json& column : table["columns"]) read_column(name, column, known);
        if (known == nullptr) return;
        add_constraints(*known);
    }

    /// name, type, not null, default, place in the key, hidden: as PRAGMA table_xinfo has them.
    void read_column(const std::string& table, const json& column, const Table* known) {
        if (column.size() < 6) return;
        const std::string name = text_of(column[0]);
        std::string text = base::upper(base::join(base::split_words(text_of(column[1])), " "));
        if (column[2] != 0) text += " not null";
        if (!column[3].is_null()) text += " default " + normal(text_of(column[3]));
        if (column[5] != 0) text += " generated";
        const Column* read = known == nullptr ? nullptr : find_column(*known, name);
        if (read != nullptr && read->computed) text += " as " + normal(*read->computed);
        const bool counts = read != nullptr && known->primary_key && known->primary_key->autoincrement;
        if (counts && known->primary_key->columns.front() == name) text += " autoincrement";
        catalog_["column " + table + "." + name] = text;
    }

    void add(const std::string& table, const std::string& name, const std::string& unnamed, const std::string& text) {
        std::string object = "constraint " + table + "." + (name.empty() ? "(" + unnamed + ")" : name);
        while (catalog_.contains(object)) object += " again";
        catalog_[object] = text;
    }

    void add_constraints(const Table& table) {
        const std::string name = to_string(table.name);
        if (table.primary_key) {
            add(name, table.primary_key->name, "primary key",
                "PRIMARY KEY (" + joined(table.primary_key->columns) + ")");
        }
        for (const Unique& unique : table.uniques) {
            const std::string text = "UNIQUE (" + joined(unique.columns) + ")";
            add(name, unique.name, text, text);
        }
        for (const Check& check : table.checks) {
            const std::string text = "CHECK (" + normal(check.sql) + ")";
            add(name, check.name, text, text);
        }
        for (ForeignKey key : table.foreign_keys) {
            const std::string name_of_key = std::exchange(key.name, "");
            const std::string text = to_text(key);
            add(name, name_of_key, text, text);
        }
    }

    /// The statement without the COLLATE of its columns, which a Column does not hold: they become objects.
    std::string take_collations(const std::string& table, const std::string& sql, const json& columns) {
        std::set<std::string> names;
        for (const json& column : columns) names.insert(base::lower(text_of(column[0])));
        std::string rest;
        std::string current;    // the column whose definition this is
        bool at_start = false;  // of a part between commas
        bool collates = false;
        int depth = 0;
        for (const Token& token : read_tokens(sql)) {
            const std::string word = is_name(token) ? base::lower(identifier_of(token)) : std::string(token.text);
            depth += word == "(" ? 1 : word == ")" ? -1 : 0;
            if (token.kind == TokenKind::space) {
                rest += token.text;
                continue;
            }
            if (at_start) current = names.contains(word) ? word : "";
            if (collates) catalog_["collation of " + table + "." + current] = word;
            const bool begins = depth == 1 && !current.empty() && token.kind == TokenKind::word && word == "collate";
            if (!collates && !begins) rest += token.text;
            collates = begins;
            at_start = depth == 1 && (word == "(" || word == ",");
        }
        return rest;
    }

    /// What follows the closing parenthesis: WITHOUT ROWID, STRICT.
    static std::string options_of(const std::string& sql) {
        const std::size_t end = sql.rfind(')');
        return end == std::string::npos ? std::string() : normal(sql.substr(end + 1));
    }

    void read_index(const json& index) {
        const std::string name = text_of(index["name"]);
        const std::string table = text_of(index["table"]);
        const std::string sql = text_of(index["sql"]);
        const Table* owner = apply_statement(sql) ? find_table(schema_, {"", table}) : nullptr;
        const Index* known = owner == nullptr ? nullptr : find_index(*owner, name);
        catalog_["index " + table + "." + name] = known == nullptr ? normal(sql) : text_of_index(*known);
    }

    static std::string text_of_index(Index index) {
        index.where = normal(index.where);
        for (IndexElement& element : index.elements) element.expression = normal(element.expression);
        return to_text(index);
    }

    /// False when our reader does not understand all of the statement; the text itself is compared then.
    bool apply_statement(const std::string& statement) {
        for (const Operation& operation : sql::read_statements(statement, schema_, "")) {
            if (std::holds_alternative<Opaque>(operation)) return false;
            Result<Schema> after = migrate::apply(operation, schema_);
            if (!after) return false;
            schema_ = std::move(*after);
        }
        return true;
    }

    Schema schema_;
    Catalog catalog_;
};

struct Object {
    std::string_view kind;
    std::string_view name;
};

/// "column", "users.email" of "column users.email".
Object split_object(std::string_view object) {
    static constexpr std::array<std::string_view, 10> kKindsOfTwoWords = {
        "row security ", "comment on ",   "comment of ",        "composite type ", "range type ",
        "sequence of ",  "collation of ", "materialized view ", "settings of ",    "privileges on "};
    for (const std::string_view kind : kKindsOfTwoWords) {
        if (object.starts_with(kind)) return {kind.substr(0, kind.size() - 1), object.substr(kind.size())};
    }
    const std::size_t blank = std::min(object.find(' '), object.size() - 1);
    return {object.substr(0, blank), object.substr(blank + 1)};
}

bool is_part_of(std::string_view object, std::string_view table) {
    const std::string_view name = split_object(object).name;
    return name == table || (name.starts_with(table) && name.substr(table.size()).starts_with('.'));
}

bool is_table(const std::string& object) {
    return object.starts_with("table ");
}

}  // namespace

Catalog read_catalog(const json& event, Dialect dialect) {
    if (dialect == Dialect::sqlite) return SqliteReader().read(event);
    Catalog catalog;
    const json objects = event.value("objects", json::object());
    for (const auto& [object, definition] : objects.items()) catalog[object] = text_of(definition);
    return catalog;
}

Catalog without_what_no_schema_holds(const Catalog& catalog) {
    static constexpr std::array<std::string_view, 7> kHeld = {"column ", "constraint ", "index ", "comment on ",
                                                              "type ",   "sequence ",   "view "};
    Catalog held;
    for (const auto& [object, definition] : catalog) {
        const bool is_held =
            std::any_of(kHeld.begin(), kHeld.end(), [&](std::string_view kind) { return object.starts_with(kind); });
        if (is_table(object)) held[object] = "";
        if (is_held || object.starts_with("materialized view ")) held[object] = definition;
    }
    return held;
}

std::string Difference::text() const {
    constexpr std::size_t kMaxShown = 160;
    const auto shown = [](const std::string& text) {
        const std::string line = base::join(base::split_words(text), " ");
        return line.size() <= kMaxShown ? line : std::string(base::cut_utf8(line, kMaxShown)) + " …";
    };
    if (was_there && is_there) return object + ": was " + shown(was) + ", is " + shown(is);
    const std::string& only = was_there ? was : is;
    return object + (was_there ? ": is gone" : ": is new") + (only.empty() ? "" : " (" + shown(only) + ")");
}

std::vector<Difference> differences(const Catalog& was, const Catalog& is) {
    std::vector<Difference> found;
    std::vector<std::string> whole;  // tables that only one side has
    for (const auto& [object, definition] : was) {
        const auto other = is.find(object);
        if (other == is.end()) {
            found.push_back({object, definition, "", true, false});
            if (is_table(object)) whole.push_back(object.substr(6));
        } else if (other->second != definition) {
            found.push_back({object, definition, other->second, true, true});
        }
    }
    for (const auto& [object, definition] : is) {
        if (was.contains(object)) continue;
        found.push_back({object, "", definition, false, true});
        if (is_table(object)) whole.push_back(object.substr(6));
    }
    std::erase_if(found, [&](const Difference& difference) {
        return !is_table(difference.object) && std::any_of(whole.begin(), whole.end(), [&](const std::string& table) {
            return is_part_of(difference.object, table);
        });
    });
    return found;
}

const Doubt* doubt_about(const Schema& schema, const Difference& difference) {
    const Object object = split_object(difference.object);
    const std::string kind(object.kind);
    const std::string name(object.name);
    if (kind == "type" || kind == "view" || kind == "sequence") return find_doubt_of(schema, kind + " " + name);
    if (kind == "table") return find_doubt(schema, read_table_name(name));
    const std::size_t dot = name.rfind('.');
    const std::string part = dot == std::string::npos ? "" : name.substr(dot + 1);
    const TableName table = read_table_name(name.substr(0, dot));
    if (kind == "index" || kind == "constraint") {
        if (const Doubt* doubt = find_doubt_of(schema, "index " + part)) return doubt;
        const Part of = kind == "index" ? Part::indexes : Part::constraints;
        for (const std::string& meant : {"constraint " + name, some_of(table, of)}) {
            if (const Doubt* doubt = find_named_doubt_of(schema, meant)) return doubt;
        }
    }
    if (kind == "column") {
        if (const Doubt* doubt = find_named_doubt_of(schema, some_of(table, Part::columns))) return doubt;
    }
    if (const Doubt* doubt = find_doubt(schema, table, kind == "column" ? part : "")) return doubt;
    // A constraint or an index may be in doubt because of one of its columns.
    for (const Doubt& doubt : schema.doubts) {
        const std::string column = "column " + to_string(table) + ".";
        if (!doubt.object.starts_with(column)) continue;
        const std::string text = difference.was + " " + difference.is;
        if (text.find(doubt.object.substr(column.size())) != std::string::npos) return &doubt;
    }
    return nullptr;
}

}  // namespace migrate::verify
