#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "operations/array_literal.h"
#include "plan/computed.h"
#include "plan/listed_values.h"
#include "plan/names.h"
#include "plan/type_elsewhere.h"
#include "plan/type_guess.h"
#include "plan/work.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

/// The table a key points to: the one being made, or one at head.
Result<const Table*> target_of(const TableName& name, const Table* own, Work& work) {
    if (own != nullptr && own->name == name) return own;
    Result<const Table*> found = work.table(name);
    if (found) {
        TRY(work.certain(name));
        return found;
    }
    if (found.error().code != "no_such_table") return found;
    Error error = found.error();
    error.code = "bad_reference";
    error.message = "a foreign key cannot point to " + to_string(name) + ": there is no such table at head";
    return tl::unexpected(std::move(error));
}

tl::unexpected<Error> no_target_column(const Table& target, const std::string& column) {
    std::vector<std::string> names;
    for (const Column& each : target.columns) names.push_back(each.name);
    return fail("bad_reference", "table " + to_string(target.name) + " has no column " + column,
                names.empty() ? "name the columns first" : "its columns: " + base::join(names, ", "));
}

/// The single column of the target's key, or the column asked for.
Result<std::string> target_column(const Table& target, const std::string& wanted, const Table* own, Work& work) {
    if (!wanted.empty()) {
        if (find_column(target, wanted) != nullptr) return wanted;
        if (&target == own && wanted == "id" && !own->primary_key) return wanted;  // the house's key is added last
        if (&target == own) return no_target_column(target, wanted);
        TRY(work.column(target.name, wanted));
        return wanted;
    }
    if (&target == own && !own->primary_key) return std::string("id");
    if (!target.primary_key || target.primary_key->columns.size() != 1) {
        return fail("no_key", "table " + to_string(target.name) + " has no primary key of one column to point to",
                    "name the column: references " + to_string(target.name) + ".<column>");
    }
    return target.primary_key->columns.front();
}

/// The guess for a column without type and reference, as assumptions.
void guess_column(const RequestedColumn& request, const TableName& table, const Table* own, Column& column,
                  Work& work) {
    if (const auto type = request.computed ? type_of_computed(*request.computed, table, own, work) : std::nullopt) {
        column.type = *type;
        return work.assume(to_string(table) + "." + request.name + " is " + write_type(*type) +
                           ": as the columns that it is computed from");
    }
    TypeGuess guess = guess_type(request.name);
    std::string why = guess.from_name ? "inferred from its name" : "nothing in its name says more";
    const auto elsewhere = request.in.empty() ? type_elsewhere(request.name, guess.from_name, work) : std::nullopt;
    if (elsewhere) {
        guess = {.type = elsewhere->type};
        why = elsewhere->why;
    } else if (!guess.from_name) {
        guess.type = read_type(work.rules().text_type).value_or(guess.type);
    }
    give_length(guess.type, work);
    const bool fits_words = guess.type.kind == TypeKind::string && guess.from_name;
    if ((lists_words(request) && !fits_words) || (holds_numbers(guess.type) && defaults_to_word(request))) {
        guess = {.type = {.kind = TypeKind::string, .length = 32}};
        why = "its values are words";
    } else if (lists_integers(request) && !guess.from_name) {
        guess = {.type = {.kind = TypeKind::integer}};
        why = "its values are whole numbers";
    }
    column.type = guess.type;
    std::string text = to_string(table) + "." + request.name + " is " + write_type(guess.type) + ": " + why;
    if (starts_false(request)) {
        column.server_default = default_false();
        text += "; default false";
    }
    work.assume(std::move(text));
}

}  // namespace

Default portable_default(const Default& given, const Type& type) {
    const std::string sql = base::lower(given.sql);
    if (given.on_sqlite) return given;
    if (type.kind == TypeKind::boolean && (sql == "1" || sql == "'1'" || sql == "'t'" || sql == "'true'"))
        return default_true();
    if (type.kind == TypeKind::boolean && (sql == "0" || sql == "'0'" || sql == "'f'" || sql == "'false'"))
        return default_false();
    if (type.kind == TypeKind::array) {
        const std::string array = array_of_json(given.sql).value_or(given.sql);
        if (auto json = json_of_array(array, type)) return {.sql = array, .on_sqlite = std::move(json)};
    }
    if (sql == "now()" || sql == "current_timestamp") return default_now();
    if (sql == "gen_random_uuid()") return default_generated_uuid();
    if (type.kind == TypeKind::boolean && sql == "true") return default_true();
    if (type.kind == TypeKind::boolean && sql == "false") return default_false();
    return given;
}

std::string told_length(const TableName& table, const std::string& column, const Type& type, const Work& work) {
    return to_string(table) + "." + column + " is " + write_type(type) + ": a string needs a length on " +
           work.now().other;
}

bool give_length(Type& type, const Work& work) {
    constexpr int kUsual = 255;
    const std::string& other = work.now().other;
    if (type.kind != TypeKind::string || type.length || (other != "MySQL" && other != "MariaDB")) return false;
    type.length = kUsual;
    return true;
}

namespace {

/// A UUID as it is on both databases: on SQLite in the form that the column has there, where that is a text, else in
/// the one that SQLAlchemy's own has.
Type uuid_like(const TableName& table, const std::string& column, const Heads& heads) {
    const Type type = portable_column(table, column, heads).type;
    const TypeKind on_sqlite = lower(type, Dialect::sqlite).kind;
    if (on_sqlite == TypeKind::char_ || on_sqlite == TypeKind::string) return type;
    return {.kind = TypeKind::uuid};
}

Type uuid_key(const Heads& heads) {
    std::vector<std::pair<Type, int>> found;
    for (const auto& [name, table] : heads.postgresql.tables) {
        if (!table.primary_key || table.primary_key->columns.size() != 1) continue;
        const Column* column = find_column(table, table.primary_key->columns.front());
        if (column == nullptr || column->type.kind != TypeKind::uuid) continue;
        const Type type = uuid_like(name, column->name, heads);
        const auto seen = std::ranges::find(found, type, &std::pair<Type, int>::first);
        if (seen == found.end())
            found.emplace_back(type, 1);
        else
            ++seen->second;
    }
    const auto most = std::ranges::max_element(found, {}, &std::pair<Type, int>::second);
    return most == found.end() ? Type{.kind = TypeKind::uuid} : most->first;
}

}  // namespace

Type house_key_type(const project::HouseRules& rules, const Heads& heads) {
    switch (rules.key_type) {
        case project::KeyType::uuid:
            return uuid_key(heads);
        case project::KeyType::string36:
            return {.kind = TypeKind::string, .length = 36};
        case project::KeyType::bigint:
            return {.kind = TypeKind::bigint};
        case project::KeyType::integer:
            break;
    }
    return {.kind = TypeKind::integer};
}

Result<Type> key_type_of(const Table& target, const std::string& column, const Work& work) {
    const Column* found = find_column(target, column);
    if (found == nullptr) return no_target_column(target, column);
    TRY(work.certain(target.name, column));
    if (find_table(work.now().postgresql, target.name) == nullptr) return found->type;
    if (found->type.kind == TypeKind::uuid) return uuid_like(target.name, column, work.now());
    return portable_column(target.name, column, work.now()).type;
}

Result<Type> portable_type(Type type, const TableName& table, const std::string& column, Work& work) {
    const std::string& database = work.now().other;
    if (database.empty()) return type;
    if (type.kind == TypeKind::other) {
        return fail("not_portable", "what " + database + " has for the type " + type.name + " is not known here",
                    "choose a type that all databases have, such as text, or write this migration by hand");
    }
    const bool on_postgresql_alone =
        type.kind == TypeKind::jsonb || type.kind == TypeKind::array || type.kind == TypeKind::inet;
    if (!on_postgresql_alone) return type;
    const Type everywhere = lower(type, Dialect::sqlite);
    work.assume(to_string(table) + "." + column + " is " + write_type(everywhere) + ": " + write_type(type) +
                " is PostgreSQL's alone, and this project is on " + database);
    return everywhere;
}

Result<SettledColumn> settle_column(const RequestedColumn& request, const TableName& table, bool in_new_table,
                                    const Table* own, Work& work) {
    SettledColumn settled;
    Column& column = settled.column;
    column.name = request.name;
    column.comment = request.comment;
    column.identity = request.identity;
    column.server_default = request.server_default;
    column.computed = request.computed;
    TRY(check_computed(request, table, own, work));
    std::optional<Reference> reference = request.references;
    if (!reference && !request.type) {
        if (const Table* guessed = guess_reference(request.name, table, work.now().postgresql)) {
            reference = Reference{.table = guessed->name};
            work.assume(to_string(table) + "." + request.name + " points to " + to_string(guessed->name) +
                        ": inferred from its name");
        }
    }
    if (request.type) {
        column.type = TRY(settle_type(*request.type, work));
        if (give_length(column.type, work)) work.assume(told_length(table, request.name, column.type, work));
    }
    if (request.type && starts_false(request) && !(in_new_table && request.nullable)) {
        column.server_default = default_false();
        work.assume(to_string(table) + "." + request.name + " has the default false: its name is that of a flag");
    }
    if (reference) {
        const Table* target = TRY(target_of(reference->table, own, work));
        const std::string at = TRY(target_column(*target, reference->column, own, work));
        settled.foreign_key = ForeignKey{.name = reference->name,
                                         .columns = {request.name},
                                         .target = reference->table,
                                         .target_columns = {at},
                                         .on_delete = reference->on_delete,
                                         .on_update = reference->on_update};
        if (settled.foreign_key->name.empty()) {
            const std::string name = fill_name(work.rules().foreign_key_name, table, {request.name}, reference->table);
            settled.foreign_key->name = free_name(name, table, work.now());
        }
        if (!request.type) {
            if (target == own && own->primary_key && find_column(*target, at) == nullptr) {
                return fail("bad_reference",
                            to_string(table) + "." + request.name + " points to " + at + ", which is named after it",
                            "name " + at + " first, or give " + request.name + " a type");
            }
            if (target == own && find_column(*target, at) == nullptr) {
                column.type = house_key_type(work.rules(), work.now());
            } else {
                column.type = TRY(key_type_of(*target, at, work));
            }
        }
    } else if (!request.type) {
        guess_column(request, table, own, column, work);
    }
    column.type = TRY(portable_type(std::move(column.type), table, request.name, work));
    if (column.server_default) column.server_default = portable_default(*column.server_default, column.type);
    TRY(fit_listed_values(request, column.type));
    column.nullable = request.nullable.value_or(request.primary_key ? false : !in_new_table);
    if (column.identity && column.nullable && request.nullable) {
        return fail("bad_identity",
                    "a column that counts is NOT NULL, and " + request.name + " is asked to be nullable",
                    "leave nullable out");
    }
    if (settled.foreign_key && settled.foreign_key->on_delete == "SET NULL" && !column.nullable) {
        if (request.nullable) {
            return fail("bad_reference", request.name + " is NOT NULL, so ON DELETE SET NULL cannot work",
                        "make it nullable, or choose cascade or restrict");
        }
        column.nullable = true;
        work.assume(to_string(table) + "." + request.name + " is nullable, because ON DELETE SET NULL empties it");
    }
    return settled;
}

Result<void> check_numbering(const Column& column, const TableName& table, bool is_key, const Work& work) {
    if (!column.identity || is_key || work.now().only() == Dialect::postgresql) return {};
    return fail(
        "not_on_sqlite",
        "SQLite numbers nothing but the integer key of a table, and not " + to_string(table) + "." + column.name,
        "make it a plain integer that the application fills");
}

std::vector<Check> checks_of(const RequestedColumn& request, const Type& type, const TableName& table,
                             const Work& work) {
    std::vector<Check> checks;
    const std::string name = fill_name(work.rules().check_name, table, {request.name});
    if (!request.in.empty()) {
        checks.push_back({.name = free_name(name, table, work.now()), .sql = write_in_list(request, type)});
    }
    if (!request.check.empty()) {
        checks.push_back(
            {.name = free_name(checks.empty() ? name : name + "_2", table, work.now()), .sql = request.check});
    }
    return checks;
}

Result<ForeignKey> settle_foreign_key(ForeignKey key, const TableName& table, const Table* own, Work& work) {
    const Result<const Table*> target = target_of(key.target, own, work);
    if (!target) return tl::unexpected(target.error());
    if (key.target_columns.empty()) {
        if (key.columns.size() == 1) {
            const std::string at = TRY(target_column(**target, {}, own, work));
            key.target_columns = {at};
        } else if ((*target)->primary_key) {
            key.target_columns = (*target)->primary_key->columns;
        }
    }
    if (key.target_columns.size() != key.columns.size()) {
        return fail("bad_reference",
                    "the foreign key has " + std::to_string(key.columns.size()) + " columns and points to " +
                        std::to_string(key.target_columns.size()),
                    "name as many target columns as columns");
    }
    for (const std::string& column : key.target_columns) {
        if (find_column(**target, column) == nullptr) {
            return no_target_column(**target, column);
        }
    }
    if (key.name.empty()) {
        key.name =
            free_name(fill_name(work.rules().foreign_key_name, table, key.columns, key.target), table, work.now());
    }
    return key;
}

Result<void> index_foreign_key(const TableName& table, const ForeignKey& key, Work& work) {
    if (!work.rules().index_foreign_keys) return {};
    const Table* owner = find_table(work.now().postgresql, table);
    if (owner == nullptr) return {};
    const auto starts_with_key = [&](const std::vector<std::string>& columns) {
        return columns.size() >= key.columns.size() &&
               std::equal(key.columns.begin(), key.columns.end(), columns.begin());
    };
    if (owner->primary_key && starts_with_key(owner->primary_key->columns)) return {};
    for (const Unique& unique : owner->uniques) {
        if (starts_with_key(unique.columns)) return {};
    }
    for (const Index& index : owner->indexes) {
        std::vector<std::string> columns;
        for (const IndexElement& element : index.elements) columns.push_back(element.column);
        if (index.where.empty() && starts_with_key(columns)) return {};
    }
    Index index;
    for (const std::string& column : key.columns) index.elements.push_back({.column = column});
    index.name = index_name(index, table, work.now(), work.rules());
    return work.add(CreateIndex{.table = table, .index = std::move(index)});
}

}  // namespace migrate::plan
