#include "sql/reader.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace migrate::sql {
namespace {

/// SQLite compares names without case; the schema's own spelling is the one to use.
template <class Map>
std::string spelling_in(const Map& map, const TableName& name) {
    for (const auto& [known, value] : map)
        if (known.schema == name.schema && base::equal_ignoring_case(known.name, name.name)) return known.name;
    return name.name;
}

void collect_names(const Source& source, std::size_t from, std::size_t to, int depth, std::set<std::string>& names) {
    for (std::size_t i = from; i < std::min(to, source.count()); ++i) {
        const Token& token = source.tokens()[i];
        if (token.kind == TokenKind::word || token.kind == TokenKind::quoted) {
            names.insert(name_of_token(source.text(), token, source.dialect()));
        } else if (token.kind == TokenKind::string && depth > 0) {
            const Source inner(string_value(source.text(), token), source.dialect());
            collect_names(inner, 0, inner.count(), depth - 1, names);
        }
    }
}

std::vector<std::string> objects_named(const std::set<std::string>& names, const Schema& schema) {
    std::vector<std::string> objects;
    for (const auto& [name, table] : schema.tables)
        if (names.contains(name.name)) objects.push_back(object_of("table", name));
    for (const auto& [name, type] : schema.enums)
        if (names.contains(name.name)) objects.push_back(object_of("type", name));
    return objects;
}

}  // namespace

const Schema& World::schema() {
    if (waiting_.empty()) return current_ ? *current_ : *given_;
    if (!current_) current_ = *given_;
    for (Operation& operation : waiting_) take(std::move(operation));
    waiting_.clear();
    return *current_;
}

/// The schema is handed over, not copied: texts with thousands of statements are read too. A refused
/// operation, which is rare, takes it along; then it is built again.
void World::take(Operation operation) {
    constexpr int kMaxRebuilds = 20;
    if (rebuilds_ >= kMaxRebuilds) {
        if (auto next = migrate::apply(operation, *current_)) *current_ = std::move(*next);
        return;
    }
    if (auto next = migrate::apply(operation, std::move(*current_))) {
        *current_ = std::move(*next);
        taken_.push_back(std::move(operation));
        return;
    }
    ++rebuilds_;
    current_ = *given_;
    for (const Operation& each : taken_)
        if (auto next = migrate::apply(each, std::move(*current_))) *current_ = std::move(*next);
}

std::string Statement::text() const {
    if (begin >= end || begin >= source.count()) return {};
    const std::size_t from = source.tokens()[begin].begin;
    const std::size_t to = source.tokens()[std::min(end, source.count()) - 1].end;
    return source.text().substr(from, to - from);
}

Operation execute(const Statement& statement) {
    return Execute{statement.text(), std::nullopt};
}

Operation opaque(const Statement& statement, std::string reason, std::vector<std::string> objects) {
    return Opaque{statement.text(), std::string(statement.where), std::move(reason), std::move(objects)};
}

Operation fails_on_sqlite(const Statement& statement, const std::string& reason) {
    return opaque(statement, std::string(kFailsOnSqlite) + reason);
}

std::string object_of(std::string_view kind, const TableName& name) {
    return std::string(kind) + " " + to_string(name);
}

std::vector<std::string> tables_mentioned(const Source& source, std::size_t from, std::size_t to,
                                          const Schema& schema) {
    std::set<std::string> names;
    collect_names(source, from, to, 3, names);
    return objects_named(names, schema);
}

TableName qualified_name(const Statement& statement, const std::vector<std::string>& parts) {
    TableName name;
    if (!parts.empty()) name.name = statement.source.spelled(parts.back());
    if (parts.size() > 1) name.schema = parts[parts.size() - 2];
    if (!statement.on_sqlite()) {
        if (name.schema == "public") name.schema.clear();
        return name;
    }
    if (name.schema == "main") name.schema.clear();
    name.name = spelling_in(statement.world.schema().tables, name);
    if (!statement.world.schema().views.empty()) name.name = spelling_in(statement.world.schema().views, name);
    return name;
}

TableName relation_name(const Statement& statement, const Node& range) {
    std::vector<std::string> parts;
    if (range["schemaname"]) parts.push_back(range.str("schemaname"));
    parts.push_back(range.str("relname"));
    return qualified_name(statement, parts);
}

std::string column_name(const Statement& statement, const TableName& table, const std::string& folded) {
    std::string name = statement.source.spelled(folded);
    if (!statement.on_sqlite()) return name;
    if (const Table* known = find_table(statement.world.schema(), table))
        for (const Column& column : known->columns)
            if (base::equal_ignoring_case(column.name, name)) return column.name;
    return name;
}

}  // namespace migrate::sql
