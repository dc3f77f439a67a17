#include "base/text.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

/// The expression at the start of an index element: "(a + b) DESC" or "lower(email) gin_trgm_ops".
std::string element_expression(const Source& source, std::size_t from, std::size_t to) {
    if (source.is(from, "(")) return source.expression(from, source.closing(from) + 1);
    std::size_t at = from;
    while (source.is(at + 1, ".")) at += 2;
    if (source.is(at + 1, "(")) return source.slice(from, source.closing(at + 1) + 1);
    return source.slice(from, std::min(at + 1, to));
}

std::string nulls_of(const std::string& ordering, bool descending) {
    if (ordering == "SORTBY_NULLS_FIRST" && !descending) return "FIRST";
    if (ordering == "SORTBY_NULLS_LAST" && descending) return "LAST";
    return {};
}

/// Storage parameters as "fillfactor=70, fastupdate=off".
std::string storage_text(const Source& source, std::size_t from, std::size_t to) {
    std::vector<std::string> parameters;
    for (const auto& [start, end] : source.elements(from, to))
        parameters.push_back(base::replace_all(source.slice(start, end), " ", ""));
    return base::join(parameters, ", ");
}

class IndexReader {
  public:
    IndexReader(const Statement& statement, const Node& node, TableName table)
        : statement_(statement), source_(statement.source), node_(node), table_(std::move(table)) {}

    CreateIndex read() {
        const std::size_t relation = source_.token_at(static_cast<std::size_t>(node_["relation"]["location"].number));
        const std::size_t open = source_.find("(", relation, statement_.end);
        const std::size_t close = source_.closing(open);
        Index index;
        index.name = source_.spelled(node_.str("idxname"));
        index.unique = node_.flag("unique");
        index.nulls_not_distinct = node_.flag("nulls_not_distinct");
        if (node_.str("accessMethod") != "btree") index.method = node_.str("accessMethod");
        const auto places = source_.elements(open + 1, close);
        const auto& params = node_["indexParams"].items;
        for (std::size_t i = 0; i < params.size() && i < places.size(); ++i)
            index.elements.push_back(element(params[i]["IndexElem"], places[i].first, places[i].second));
        for (const Node& param : node_["indexIncludingParams"].items)
            index.include.push_back(column_name(statement_, table_, param["IndexElem"].str("name")));
        read_tail(index, close + 1);
        return {table_, std::move(index), node_.flag("concurrent"), node_.flag("if_not_exists")};
    }

  private:
    IndexElement element(const Node& node, std::size_t from, std::size_t to) const {
        IndexElement element;
        if (node["expr"])
            element.expression = element_expression(source_, from, to);
        else
            element.column = column_name(statement_, table_, node.str("name"));
        element.descending = node.str("ordering") == "SORTBY_DESC";
        element.nulls = nulls_of(node.str("nulls_ordering"), element.descending);
        element.opclass = base::join(strings_of(node["opclass"]), ".");
        element.collation = source_.spelled(base::join(strings_of(node["collation"]), "."));
        return element;
    }

    void read_tail(Index& index, std::size_t from) const {
        const std::size_t end = statement_.end;
        const std::size_t where = source_.find("WHERE", from, end);
        if (node_["whereClause"]) index.where = source_.expression(where + 1, end);
        const std::size_t with = source_.find("WITH", from, where);
        if (with < where) index.with = storage_text(source_, with + 2, source_.closing(with + 1));
    }

    const Statement& statement_;
    const Source& source_;
    const Node& node_;
    TableName table_;
};

bool has_operator_class_options(const Node& node) {
    for (const Node& param : node["indexParams"].items)
        if (param["IndexElem"]["opclassopts"]) return true;
    return false;
}

}  // namespace

Operations read_create_index(const Statement& statement, const Node& node) {
    const TableName table = relation_name(statement, node["relation"]);
    const Schema& schema = statement.world.schema();
    // Indexes of materialized views are no part of a schema; those of temporary tables go with the session.
    if (schema.views.contains(table)) return {read_attached(statement, "IndexStmt", node)};
    for (const std::string& name : statement.world.temporary)
        if (name == table.name) return {execute(statement)};
    CreateIndex create = IndexReader(statement, node, table).read();
    const std::string object = create.index.name.empty() ? object_of("table", table) : "index " + create.index.name;
    Operations operations = {std::move(create)};
    if (has_operator_class_options(node))
        operations.push_back(opaque(statement, "options of an operator class are not held in a schema", {object}));
    return operations;
}

}  // namespace migrate::sql
