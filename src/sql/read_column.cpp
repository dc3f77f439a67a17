#include <algorithm>

#include "base/text.h"
#include "schema/postgres_types.h"
#include "sql/reader.h"

namespace migrate::sql {
namespace {

std::string deferrable_text(bool deferrable, bool initially_deferred) {
    if (initially_deferred) return "DEFERRABLE INITIALLY DEFERRED";
    return deferrable ? "DEFERRABLE" : "";
}

std::string action_of(const std::string& letter) {
    if (letter == "c") return "CASCADE";
    if (letter == "n") return "SET NULL";
    if (letter == "d") return "SET DEFAULT";
    if (letter == "r") return "RESTRICT";
    return {};
}

std::vector<std::string> columns_of(const Statement& statement, const TableName& table, const Node& list) {
    std::vector<std::string> columns;
    for (const std::string& folded : strings_of(list)) columns.push_back(column_name(statement, table, folded));
    return columns;
}

std::string constraint_name(const Statement& statement, const Node& constraint) {
    return statement.source.spelled(constraint.str("conname"));
}

Unique unique_of(const Statement& statement, const TableName& table, const Node& node) {
    return {constraint_name(statement, node), columns_of(statement, table, node["keys"]),
            node.flag("nulls_not_distinct"), deferrable_text(node.flag("deferrable"), node.flag("initdeferred"))};
}

Check check_of(const Statement& statement, const Node& node, std::size_t from, std::size_t until) {
    const Source& source = statement.source;
    return {constraint_name(statement, node), source.in_parentheses(source.find("CHECK", from, until), until),
            node.flag("skip_validation")};
}

ForeignKey foreign_key_of(const Statement& statement, const TableName& table, const Node& node) {
    ForeignKey key;
    key.name = constraint_name(statement, node);
    key.columns = columns_of(statement, table, node["fk_attrs"]);
    key.target = relation_name(statement, node["pktable"]);
    key.target_columns = columns_of(statement, key.target, node["pk_attrs"]);
    key.on_delete = action_of(node.str("fk_del_action"));
    key.on_update = action_of(node.str("fk_upd_action"));
    key.deferrable = deferrable_text(node.flag("deferrable"), node.flag("initdeferred"));
    key.not_valid = node.flag("skip_validation");
    return key;
}

void note_unread(const Node& node, std::vector<std::string>& unread) {
    if (node["including"]) unread.push_back("INCLUDE columns of a constraint");
    if (node.str("fk_matchtype") == "f") unread.push_back("MATCH FULL");
    if (node["fk_del_set_cols"]) unread.push_back("ON DELETE SET NULL of single columns");
    if (node.flag("is_no_inherit")) unread.push_back("NO INHERIT");
    if (node.str("contype") == "CONSTR_PRIMARY" && node.flag("deferrable"))
        unread.push_back("a deferrable primary key");
}

/// Reads the clauses of one column in order; DEFERRABLE and the like belong to the clause before them.
class ColumnReader {
  public:
    ColumnReader(const Statement& statement, const TableName& table, const Node& definition, std::size_t until)
        : statement_(statement), source_(statement.source), table_(table), definition_(definition), until_(until) {}

    ColumnParts read() {
        parts_.column.name = column_name(statement_, table_, definition_.str("colname"));
        read_type();
        const auto& constraints = definition_["constraints"].items;
        for (std::size_t i = 0; i < constraints.size(); ++i) read_clause(constraints[i]["Constraint"]);
        if (definition_["collClause"]) parts_.unread.push_back("COLLATE of a column");
        return std::move(parts_);
    }

  private:
    std::size_t place(const Node& node) const {
        return source_.token_at(static_cast<std::size_t>(node["location"].number));
    }

    /// Where the clause that starts at `from` ends: at the next clause or the end of the column.
    std::size_t clause_end(std::size_t from) const {
        std::size_t end = until_;
        const auto consider = [&](const Node& node) {
            if (node["location"] && place(node) > from) end = std::min(end, place(node));
        };
        for (const Node& item : definition_["constraints"].items) consider(item["Constraint"]);
        consider(definition_["collClause"]);
        return end;
    }

    void read_type() {
        const Node& name = definition_["typeName"];
        const std::size_t from = place(name);
        std::size_t end = clause_end(from);
        if (definition_["compression"]) end = source_.find("COMPRESSION", from, end);
        Column& column = parts_.column;
        const auto parts = strings_of(name["names"]);
        const auto counts = statement_.on_sqlite() || parts.empty() ? std::nullopt : serial_kind(parts.back());
        if (counts) {
            column.identity = IdentityKind::serial;
            column.type.kind = *counts;
            column.nullable = false;
        } else {
            column.type = column_type(statement_, name, from, end);
        }
    }

    void read_clause(const Node& node) {
        const std::string& kind = node.str("contype");
        const std::size_t from = place(node);
        const std::size_t end = clause_end(from);
        Column& column = parts_.column;
        note_unread(node, parts_.unread);
        if (kind == "CONSTR_NOTNULL") column.nullable = false;
        if (kind == "CONSTR_DEFAULT") read_default(source_.find("DEFAULT", from, end) + 1, end);
        if (kind == "CONSTR_GENERATED") column.computed = source_.in_parentheses(source_.find("AS", from, end), end);
        if (kind == "CONSTR_IDENTITY") read_identity(node);
        if (kind == "CONSTR_PRIMARY") read_primary_key(node, from, end);
        if (kind == "CONSTR_UNIQUE") {
            parts_.uniques.push_back(unique_of(statement_, table_, node));
            parts_.uniques.back().columns = {column.name};
            deferrable_ = &parts_.uniques.back().deferrable;
        }
        if (kind == "CONSTR_CHECK") parts_.checks.push_back(check_of(statement_, node, from, end));
        if (kind == "CONSTR_FOREIGN") {
            parts_.foreign_keys.push_back(foreign_key_of(statement_, table_, node));
            parts_.foreign_keys.back().columns = {column.name};
            deferrable_ = &parts_.foreign_keys.back().deferrable;
        }
        if (kind == "CONSTR_ATTR_DEFERRABLE") set_deferrable(deferrable_text(true, false));
        if (kind == "CONSTR_ATTR_DEFERRED") set_deferrable(deferrable_text(true, true));
    }

    void read_default(std::size_t from, std::size_t end) {
        const std::string sql = source_.expression(from, end);
        if (!base::equal_ignoring_case(sql, "NULL")) parts_.column.server_default = Default{sql, std::nullopt};
    }

    void read_identity(const Node& node) {
        parts_.column.identity = node.str("generated_when") == "a" ? IdentityKind::always : IdentityKind::by_default;
        parts_.column.nullable = false;
    }

    void read_primary_key(const Node& node, std::size_t from, std::size_t end) {
        deferrable_ = nullptr;
        parts_.primary_key = PrimaryKey{constraint_name(statement_, node), {parts_.column.name}};
        if (!statement_.on_sqlite()) parts_.column.nullable = false;
        // The grammar was not shown AUTOINCREMENT; the text still has it.
        parts_.primary_key->autoincrement = statement_.on_sqlite() && source_.find("AUTOINCREMENT", from, end) != end;
    }

    void set_deferrable(const std::string& text) {
        if (!deferrable_) {
            parts_.unread.push_back("a deferrable primary key");
        } else if (deferrable_->size() < text.size()) {
            *deferrable_ = text;
        }
    }

    const Statement& statement_;
    const Source& source_;
    const TableName& table_;
    const Node& definition_;
    std::size_t until_;
    ColumnParts parts_;
    std::string* deferrable_ = nullptr;  ///< of the clause just read, inside parts_
};

std::string type_text(const Source& source, std::size_t from, std::size_t to) {
    std::string text;
    for (std::size_t i = from; i < to; ++i) {
        if (source.is(i + 1, ".") && (source.is(i, "public") || source.is(i, "pg_catalog"))) {
            ++i;
            continue;
        }
        const bool word = source.kind(i) == TokenKind::word;
        const bool after_word = i > from && (source.kind(i - 1) == TokenKind::word || source.is(i - 1, ")"));
        if (word && after_word && !text.empty()) text += ' ';
        text += word && source.dialect() == Dialect::postgresql ? base::lower(source.at(i)) : std::string(source.at(i));
    }
    return text;
}

}  // namespace

Type column_type(const Statement& statement, const Node& type_name, std::size_t from, std::size_t to) {
    const Source& source = statement.source;
    if (type_name["arrayBounds"] && !statement.on_sqlite()) {
        std::size_t end = std::min(source.find("[", from, to), source.find("ARRAY", from, to));
        Node element = type_name;
        for (std::size_t i = 0; i < element.keys.size(); ++i)
            if (element.keys[i] == "arrayBounds") element.items[i] = Node{};
        Type array;
        array.kind = TypeKind::array;
        array.element = {column_type(statement, element, from, end)};
        return array;
    }
    const auto parts = strings_of(type_name["names"]);
    if (!parts.empty() && !statement.on_sqlite()) {
        const TableName name = qualified_name(statement, parts);
        const auto& enums = statement.world.schema().enums;
        if (const auto found = enums.find(name); found != enums.end()) {
            Type type;
            type.kind = TypeKind::enumeration;
            type.name = name.name;
            type.name_schema = name.schema;
            type.labels = found->second.labels;
            return type;
        }
    }
    return read_sql_type(type_text(source, from, std::min(to, source.count())));
}

ColumnParts read_column(const Statement& statement, const TableName& table, const Node& definition, std::size_t until) {
    return ColumnReader(statement, table, definition, until).read();
}

ConstraintParts read_constraint(const Statement& statement, const TableName& table, const Node& node,
                                std::size_t until) {
    ConstraintParts parts;
    const Source& source = statement.source;
    const std::string& kind = node.str("contype");
    const std::size_t from = source.token_at(static_cast<std::size_t>(node["location"].number));
    note_unread(node, parts.unread);
    parts.using_index = source.spelled(node.str("indexname"));
    if (kind == "CONSTR_PRIMARY")
        parts.primary_key = PrimaryKey{constraint_name(statement, node), columns_of(statement, table, node["keys"])};
    else if (kind == "CONSTR_UNIQUE")
        parts.unique = unique_of(statement, table, node);
    else if (kind == "CONSTR_CHECK")
        parts.check = check_of(statement, node, from, until);
    else if (kind == "CONSTR_FOREIGN")
        parts.foreign_key = foreign_key_of(statement, table, node);
    else if (kind == "CONSTR_EXCLUSION")
        parts.exclude =
            Exclude{constraint_name(statement, node), source.slice(source.find("EXCLUDE", from, until) + 1, until)};
    else
        parts.unread.push_back("a constraint of an unknown kind");
    return parts;
}

void complete_target(const Statement& statement, ForeignKey& key, const Table* itself) {
    if (!key.target_columns.empty()) return;
    const Table* target =
        itself && itself->name == key.target ? itself : find_table(statement.world.schema(), key.target);
    if (target && target->primary_key && target->primary_key->columns.size() == key.columns.size())
        key.target_columns = target->primary_key->columns;
}

}  // namespace migrate::sql
