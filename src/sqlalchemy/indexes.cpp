// Index elements and options, as op.create_index and sa.Index take them.
#include <algorithm>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "sql/sql.h"
#include "sqlalchemy/calls.h"
#include "sqlalchemy/clauses.h"
#include "sqlalchemy/definitions.h"

namespace migrate::sqlalchemy {

namespace {

/// What PostgreSQL's own grammar makes of an element that is SQL text; empty when it does not parse.
std::vector<IndexElement> read_elements(const Machine& machine, const TableName& table, const std::string& sql) {
    std::string statement =
        "CREATE INDEX element ON " + quote_identifier(table.name.empty() ? "t" : table.name) + " (" + sql + ")";
    for (const Operation& operation : sql::read_statements(statement, machine.schema, "")) {
        if (const auto* create = std::get_if<CreateIndex>(&operation)) return create->index.elements;
    }
    return {};
}

IndexElement column_element(const std::string& name) {
    IndexElement element;
    element.column = name;
    return element;
}

void add_clause(Machine& machine, const Clause& clause, const TableName& table, std::vector<IndexElement>& elements,
                std::string& unknown) {
    if (!clause.known) {
        unknown = "an index expression is not followed";
        return;
    }
    std::vector<IndexElement> read;
    if (clause.kind == Clause::Kind::column) {
        read = {column_element(clause.column)};
    } else {
        const bool bare = clause.kind == Clause::Kind::text || clause.kind == Clause::Kind::function;
        const std::string sql = without_escapes(clause.sql);
        read = read_elements(machine, table, bare ? sql : "(" + sql + ")");
    }
    if (read.empty()) unknown = "the index expression " + clause.sql.substr(0, 80) + " is not SQL that can be read";
    for (IndexElement& element : read) {
        if (clause.descending) element.descending = true;
        if (!clause.nulls.empty())
            element.nulls = clause.nulls == (element.descending ? "FIRST" : "LAST") ? "" : clause.nulls;
        elements.push_back(std::move(element));
    }
}

/// postgresql_ops={"column": "gin_trgm_ops"}
void add_operator_classes(Machine& machine, const Value& value, Index& index) {
    const auto* dict = as<Dict>(value);
    for (std::size_t i = 0; dict && i < dict->items.size(); ++i) {
        const auto* name = text_of(dict->items[i].first);
        for (IndexElement& element : index.elements) {
            if (name && (element.column == *name || (element.column.empty() && index.elements.size() == 1))) {
                element.opclass = display(machine, dict->items[i].second);
            }
        }
    }
}

std::string storage_parameters(Machine& machine, const Value& value) {
    std::string made;
    const auto* dict = as<Dict>(value);
    for (std::size_t i = 0; dict && i < dict->items.size(); ++i) {
        if (!made.empty()) made += ", ";
        made += display(machine, dict->items[i].first) + "=" + display(machine, dict->items[i].second);
    }
    return made;
}

}  // namespace

std::vector<IndexElement> elements_from(Machine& machine, const Items& items, const TableName& table,
                                        std::string& unknown) {
    std::vector<IndexElement> elements;
    for (const Value& item : items) {
        machine.step();
        if (const auto* clause = object<Clause>(item)) {
            add_clause(machine, *clause, table, elements, unknown);
        } else if (auto name = name_in(item)) {
            elements.push_back(column_element(*name));
        } else {
            const auto* source = as<Unknown>(item);
            unknown = source ? source->reason : "an index column is not known";
        }
    }
    return elements;
}

void read_index_options(Machine& machine, Reader& reader, Index& index, std::string& unknown) {
    index.unique = reader.flag("unique");
    const bool postgresql = machine.dialect() == Dialect::postgresql;
    auto where = reader.value(postgresql ? "postgresql_where" : "sqlite_where");
    if (where && !is_none(*where)) index.where = condition_from(machine, *where, unknown);
    if (postgresql) {
        index.method = base::lower(reader.text("postgresql_using").value_or(""));
        if (index.method == "btree") index.method.clear();
        index.include = reader.texts("postgresql_include");
        index.nulls_not_distinct = reader.flag("postgresql_nulls_not_distinct");
        if (auto ops = reader.value("postgresql_ops")) add_operator_classes(machine, *ops, index);
        if (auto with = reader.value("postgresql_with")) index.with = storage_parameters(machine, *with);
    }
    if (unknown.empty()) unknown = reader.unknown();
}

}  // namespace migrate::sqlalchemy
