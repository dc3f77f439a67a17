#include "usecases/form_reader.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "models/walk_statements.h"
#include "python/syntax.h"
#include "usecases/imported_names.h"

namespace migrate::usecases {

namespace {

using python::Call;
using python::Expression;
using python::find_keyword;

bool is_constant(const Expression* expression, python::Constant value) {
    const auto* constant = expression == nullptr ? nullptr : expression->as<python::Constant>();
    return constant != nullptr && *constant == value;
}

bool is_true(const Expression* expression) {
    return is_constant(expression, python::Constant::True);
}

/// The name behind the last dot of what is called: "Column" of sa.Column(...).
std::string last_name(const Call& call) {
    const std::string whole = python::dotted_name(*call.callee).value_or("");
    return whole.substr(whole.rfind('.') + 1);
}

/// Where a keyword stands among the others; the number of keywords where it does not.
std::size_t place_of_keyword(const Call& call, std::string_view name) {
    const auto at = std::find_if(call.keywords.begin(), call.keywords.end(),
                                 [&](const python::Keyword& keyword) { return keyword.name == name; });
    return static_cast<std::size_t>(at - call.keywords.begin());
}

/// What SQLAlchemy quotes by itself: 'draft', 0, true.
bool is_plain_value(const std::string& sql) {
    return sql == "true" || sql == "false" || (sql.size() > 1 && sql.front() == '\'' && sql.back() == '\'') ||
           (!sql.empty() && sql.find_first_not_of("0123456789.") == std::string::npos);
}

bool is_library(const render::Import& import) {
    static const std::set<std::string> kLibraries = {"sqlalchemy", "sqlmodel", "alembic"};
    return kLibraries.contains(render::root_of(import.module));
}

class FormReader {
  public:
    explicit FormReader(const python::Module& module) : module_(module) {}

    void read() {
        see_imports();
        models::walk_statements(module_.statements, nullptr,
                                [&](const python::Statement& statement, const python::FunctionDef* around) {
                                    migrates_ = around != nullptr;
                                    if (around == nullptr) imports_.add(statement);
                                    if (const auto* alone = statement.as<python::ExpressionStatement>())
                                        look(alone->expression);
                                    if (const auto* assign = statement.as<python::Assign>(); assign && assign->value)
                                        look(*assign->value);
                                    if (const auto* with = statement.as<python::With>()) {
                                        for (const python::WithItem& item : with->items) enter(item.context);
                                    }
                                });
        for (const auto& [table, batched] : index_batches_)
            see(made_.contains(table) ? "batch-new-indexes" : "batch-indexes", batched);
    }

    std::vector<std::pair<std::string, std::string>> seen;
    std::vector<TypeSighting> types;

  private:
    void see(std::string key, std::string value) { seen.emplace_back(std::move(key), std::move(value)); }
    void see(std::string key, const char* value) { see(std::move(key), std::string(value)); }
    void see(std::string key, bool value) { see(std::move(key), std::string(value ? "true" : "false")); }

    /// postgresql.JSONB() or JSONB()
    void see_imports() {
        const std::string module = "from sqlalchemy.dialects", names = "\nfrom sqlalchemy.dialects.postgresql import ";
        direct_ = module_.source.find(names) != std::string::npos;
        for (const char* library : {"pgvector", "geoalchemy2"}) {
            const std::string name(library);
            const bool used = module_.source.find("\nimport " + name) != std::string::npos ||
                              module_.source.find("\nfrom " + name) != std::string::npos;
            if (used) see(name, true);
        }
        if (direct_ || module_.source.find(module + " import postgresql") != std::string::npos)
            see("direct-imports", direct_);
    }

    /// Only what stands for itself: a name, or a call with plain values.
    void sight_type(const std::string& column, const Expression& type) {
        const Call* made = type.as<Call>();
        const auto is_plain = [](const Expression& value) {
            return value.as<python::String>() || value.as<python::Number>() || value.as<python::Constant>();
        };
        if (made != nullptr && !std::ranges::all_of(made->positional, is_plain)) return;
        if (made != nullptr && !std::ranges::all_of(made->keywords, is_plain, &python::Keyword::value)) return;
        const auto name = python::dotted_name(made != nullptr ? *made->callee : type);
        const auto import = name ? imports_.find(*name) : std::nullopt;
        if (import && !table_.empty())
            types.push_back({table_, column, source_of(type), is_library(*import) ? std::nullopt : import});
    }

    /// The table of a batch, for the statements in it.
    void enter(const Expression& context) {
        const Call* call = context.as<Call>();
        if (call != nullptr && !call->positional.empty() && last_name(*call) == "batch_alter_table")
            batch_ = python::string_value(call->positional[0]).value_or("");
        look(context);
    }

    /// A type's source, a class of PostgreSQL's dialect with its module.
    std::string type_source(const Expression& type, const Call& made) const {
        const bool bare = direct_ && python::dotted_name(*made.callee).value_or(".").find('.') == std::string::npos;
        return (bare ? "postgresql." : "") + source_of(type);
    }

    /// The source of an expression, on one line and with double quotes.
    std::string source_of(const Expression& expression) const {
        const std::string text =
            module_.source.substr(expression.span.begin, expression.span.end - expression.span.begin);
        return base::replace_all(base::join(base::split_words(text), " "), "'", "\"");
    }

    void look(const Expression& expression) {
        if (const auto* text = expression.as<python::String>(); text != nullptr && !text->bytes) {
            const char quote = module_.source[expression.span.begin];
            const bool either = text->value.find_first_of("'\"") == std::string::npos;
            if (either && (quote == '"' || quote == '\'')) see("quote-style", quote == '"' ? "double" : "single");
        }
        if (const auto* list = expression.as<python::List>()) {
            for (const Expression& item : list->items) look(item);
        }
        const Call* call = expression.as<Call>();
        if (call == nullptr) return;
        sight(*call);
        for (const Expression& argument : call->positional) look(argument);
        for (const python::Keyword& keyword : call->keywords) look(keyword.value);
    }

    void sight(const Call& call) {
        if (!migrates_) return;
        const std::string name = last_name(call);
        if (name == "create_table" || name == "add_column") {
            const auto table = call.positional.empty() ? std::nullopt : python::string_value(call.positional[0]);
            table_ = find_keyword(call, "schema") != nullptr ? "" : table.value_or(batch_);
        }
        if (name == "Column") sight_column(call);
        if (name == "create_table") sight_table(call);
        if (name == "create_table" || name == "drop_table") {
            if (!call.positional.empty()) made_.insert(python::string_value(call.positional[0]).value_or(""));
        }
        if (name == "create_index" || name == "drop_index") sight_index(call, name);
        if (name == "alter_column") sight_alter(call);
        if (name == "String" || name == "Numeric" || name == "AutoString") sight_length(call);
        if (name == "String" || name == "AutoString")
            see("string", std::string(name == "String" ? "sa.String" : "sqlmodel.sql.sqltypes.AutoString"));
        if (name == "batch_alter_table")
            see("batch-schema", is_constant(find_keyword(call, "schema"), python::Constant::None));
        const bool on_op = python::dotted_name(*call.callee).value_or("").starts_with("op.");
        if (name == "add_column") see("batch-add-column", !on_op);
        if (name == "alter_column" || name == "drop_column") see("batch-always", !on_op);
        if (name == "drop_constraint" && !call.positional.empty()) see("op-f-constraints", is_op_f(call.positional[0]));
        sight_constraint(call, name);
        sight_existence(call, name);
    }

    static bool is_op_f(const Expression& name) {
        const Call* call = name.as<Call>();
        return call != nullptr && last_name(*call) == "f";
    }

    void sight_existence(const Call& call, const std::string& name) {
        if (name != "create_table" && name != "drop_table" && name != "create_index" && name != "drop_index") return;
        see("if-exists", is_true(find_keyword(call, "if_exists")) || is_true(find_keyword(call, "if_not_exists")));
    }

    void sight_index(const Call& call, const std::string& name) {
        if (call.positional.empty()) return;
        const Call* wrapped = call.positional[0].as<Call>();
        const Expression& plain =
            wrapped != nullptr && !wrapped->positional.empty() ? wrapped->positional[0] : call.positional[0];
        const bool on_op = python::dotted_name(*call.callee).value_or("").starts_with("op.");
        sight_batch_of_index(call, on_op);
        if (name == "create_index") {
            sight_index_name(call, python::string_value(plain).value_or(""), wrapped != nullptr, on_op);
            const Expression* unique = find_keyword(call, "unique");
            if (!is_true(unique)) see("unique-false", unique != nullptr);
            const auto* columns = on_op && call.positional.size() > 2 ? call.positional[2].as<python::List>() : nullptr;
            if (columns != nullptr && columns->items.size() == 1 && !is_true(unique)) see("index-in-column", false);
        } else if (on_op) {
            see("drop-index", std::string(find_keyword(call, "table_name") != nullptr ? "keyword"
                                          : call.positional.size() > 1                ? "positional"
                                                                                      : "none"));
        }
    }

    /// Of a table that the file makes or drops itself, and of others.
    void sight_batch_of_index(const Call& call, bool on_op) {
        std::string table = batch_;
        if (on_op) {
            const Expression* given = find_keyword(call, "table_name");
            if (given == nullptr && call.positional.size() > 1) given = &call.positional[1];
            table = given == nullptr ? "" : python::string_value(*given).value_or("");
        }
        if (table.empty() || is_true(find_keyword(call, "postgresql_concurrently"))) return;
        index_batches_.emplace_back(table, !on_op);
    }

    /// What index=True names by itself is told from other names with ix_: autogenerate has those in op.f() alone.
    void sight_index_name(const Call& call, const std::string& name, bool wrapped, bool on_op) {
        const std::size_t at = on_op ? 2 : 1;
        const auto* columns = call.positional.size() > at ? call.positional[at].as<python::List>() : nullptr;
        if (!name.starts_with("ix_") || columns == nullptr) return;
        const bool one = columns->items.size() == 1;
        const std::string column = one ? python::string_value(columns->items[0]).value_or("") : "";
        see(!column.empty() && name.ends_with("_" + column) ? "op-f" : "op-f-all", wrapped);
    }

    void sight_alter(const Call& call) {
        if (find_keyword(call, "new_column_name") != nullptr) return;
        const std::size_t type = place_of_keyword(call, "existing_type");
        const std::size_t change =
            std::min({place_of_keyword(call, "nullable"), place_of_keyword(call, "type_"),
                      place_of_keyword(call, "server_default"), place_of_keyword(call, "comment")});
        if (change >= call.keywords.size()) return;
        const bool says_all = find_keyword(call, "existing_server_default") != nullptr &&
                              find_keyword(call, "existing_nullable") != nullptr;
        const Expression* before = find_keyword(call, "existing_type");
        const Call* made = before == nullptr ? nullptr : before->as<Call>();
        if (made != nullptr) see("reflected-types", is_reflected(last_name(*made)));
        see("alter-column", std::string(type >= call.keywords.size() ? "bare"
                                        : type < change              ? "generated"
                                        : says_all                   ? "full"
                                                                     : "short"));
    }

    /// "VARCHAR" and "TIMESTAMP", unlike "String" and "DateTime".
    static bool is_reflected(const std::string& type) { return type.size() > 2 && base::upper(type) == type; }

    void sight_length(const Call& call) {
        const bool by_word = find_keyword(call, "length") != nullptr || find_keyword(call, "precision") != nullptr;
        if (by_word || !call.positional.empty()) see("length-keyword", by_word);
    }

    void sight_constraint(const Call& call, const std::string& name) {
        const bool points = name == "ForeignKeyConstraint" || name == "ForeignKey";
        const Expression* given = find_keyword(call, "name");
        if (points || name == "UniqueConstraint") see("database-names", given == nullptr);
        if (given != nullptr && name.ends_with("Constraint")) see("op-f-constraints", is_op_f(*given));
        if (name == "PrimaryKeyConstraint" && call.positional.size() == 1) see("key-in-column", false);
        if (name == "PrimaryKeyConstraint") see("key-named", given != nullptr);
        if (name == "UniqueConstraint" && call.positional.size() == 1) see("unique-in-column", false);
        if (name == "ForeignKey") see("foreign-key-in-column", true);
        const auto* columns = name == "ForeignKeyConstraint" && !call.positional.empty()
                                  ? call.positional[0].as<python::List>()
                                  : nullptr;
        if (columns != nullptr && columns->items.size() == 1) see("foreign-key-in-column", false);
    }

    /// Autogenerate puts a table's constraints in the order of their text, so that the key is not the first.
    void sight_table(const Call& call) {
        std::vector<std::string> kinds, texts;
        for (const Expression& argument : call.positional) {
            const Call* part = argument.as<Call>();
            if (part == nullptr || !last_name(*part).ends_with("Constraint")) continue;
            kinds.push_back(last_name(*part));
            texts.push_back(source_of(argument));
        }
        const auto key = std::find(kinds.begin(), kinds.end(), "PrimaryKeyConstraint");
        if (key == kinds.end() || kinds.size() < 2 || kinds.back() == kinds.front()) return;
        const bool sorted = std::is_sorted(kinds.begin(), kinds.end());
        const bool one_of_each = std::adjacent_find(kinds.begin(), kinds.end()) == kinds.end();
        see("constraint-order", !sorted                                      ? "key-first"
                                : one_of_each                                ? "sorted"
                                : std::is_sorted(texts.begin(), texts.end()) ? "by-text"
                                                                             : "by-kind");
    }

    void sight_column(const Call& call) {
        const Expression* nullable = find_keyword(call, "nullable");
        const bool is_key = is_true(find_keyword(call, "primary_key"));
        if (is_key) see("key-in-column", true);
        if (is_key) see("key-named", false);
        if (nullable == nullptr && !is_key) see("nullable-true", false);
        if (is_true(nullable)) see("nullable-true", true);
        const bool counts = is_true(find_keyword(call, "autoincrement"));
        const Call* type_call = call.positional.size() > 1 ? call.positional[1].as<Call>() : nullptr;
        const bool whole_number = type_call != nullptr && last_name(*type_call).ends_with("Integer");
        if (counts || (whole_number && python::string_value(call.positional[0]) == "id"))
            see("autoincrement-true", counts);
        if (is_true(find_keyword(call, "unique"))) see("unique-in-column", true);
        if (is_true(find_keyword(call, "index"))) see("index-in-column", true);
        if (is_constant(find_keyword(call, "autoincrement"), python::Constant::False) && call.positional.size() > 1) {
            const Call* type = call.positional[1].as<Call>();
            if (type != nullptr) see("reflected-types", is_reflected(last_name(*type)));
            return;
        }
        if (const Expression* value = find_keyword(call, "server_default")) {
            if (nullable != nullptr)
                see("default-first", place_of_keyword(call, "server_default") < place_of_keyword(call, "nullable"));
            sight_default(*value);
        }
        if (call.positional.size() < 2) return;
        const Expression& type = call.positional[1];
        if (const auto column = python::string_value(call.positional[0])) sight_type(*column, type);
        const Call* made = type.as<Call>();
        if (made == nullptr && python::dotted_name(type).value_or("").starts_with("sa."))
            see("type-parentheses", false);
        if (made == nullptr) return;
        if (made->positional.empty() && made->keywords.empty()) see("type-parentheses", true);
        const std::string name = last_name(*made);
        if (name == "DateTime" || name == "TIMESTAMP")
            see("timestamp", python::dotted_name(*made->callee).value_or(""));
        if (name == "UUID" || name == "Uuid") see("uuid", type_source(type, *made));
        if (name == "JSONB") see("jsonb", type_source(type, *made));
        if (name == "Enum") see("enum", std::string("sa.Enum"));
        if (name == "ENUM") see("enum", std::string("postgresql.ENUM"));
    }

    void sight_default(const Expression& value) {
        if (const auto text = python::string_value(value)) {
            if (is_plain_value(*text) || is_plain_value("'" + *text + "'")) see("plain-defaults", true);
            return;
        }
        const Call* call = value.as<Call>();
        const std::string name = call == nullptr ? "" : last_name(*call);
        const auto sql = name == "text" && !call->positional.empty() ? python::string_value(call->positional[0])
                                                                     : std::optional<std::string>();
        if (sql == "true" || sql == "false" || name == "true" || name == "false")
            see("boolean-words", !sql.has_value());
        if (sql && is_plain_value(*sql)) see("plain-defaults", false);
        const std::string low = base::lower(sql.value_or(name));
        if (low == "now" || low == "now()" || low == "current_timestamp") see("now", source_of(value));
    }

    const python::Module& module_;
    bool direct_ = false;    ///< the file imports PostgreSQL's classes by name
    bool migrates_ = false;  ///< in a function: what stands outside is for queries
    std::string batch_;      ///< the table of the last batch
    std::string table_;      ///< of the columns that follow; "" where it has a schema
    ImportedNames imports_;
    std::set<std::string> made_;                               ///< tables that the file makes or drops
    std::vector<std::pair<std::string, bool>> index_batches_;  ///< by table: whether the index stands in a batch
};

}  // namespace

FormSightings sightings_in(const std::string& text) {
    const Result<python::Module> module = python::parse(text);
    if (!module) return {};
    FormReader reader(*module);
    reader.read();
    return {std::move(reader.seen), std::move(reader.types)};
}

}  // namespace migrate::usecases
