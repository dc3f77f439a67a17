#include "base/text.h"
#include "operations/requested.h"

namespace migrate {
namespace {

std::string column_text(const RequestedColumn& column) {
    std::string text = column.name;
    if (!column.references) return text;
    text += " → " + to_string(column.references->table);
    return column.references->column.empty() ? text : text + "." + column.references->column;
}

std::string on_columns(const std::optional<TableName>& table, const std::vector<std::string>& columns) {
    std::string text = table ? " on " + to_string(*table) : "";
    if (!columns.empty()) text += " (" + base::join(columns, ", ") + ")";
    return text;
}

struct Describing {
    std::string operator()(const RequestedTable& o) const {
        std::vector<std::string> columns;
        for (const RequestedColumn& column : o.columns) columns.push_back(column_text(column));
        const std::string list = columns.empty() ? "" : " (" + base::join(columns, ", ") + ")";
        return "create table " + to_string(o.table) + list;
    }
    std::string operator()(const RequestedAddColumn& o) const {
        return "add column " + to_string(o.table) + "." + column_text(o.column);
    }
    std::string operator()(const RequestedAlterColumn& o) const { return describe(Operation(o.alter)); }
    std::string operator()(const RequestedDropIndex& o) const {
        const std::string name = o.name.empty() ? "" : " " + o.name;
        return "drop index" + name + on_columns(o.table, o.columns);
    }
    std::string operator()(const RequestedDropConstraint& o) const {
        const std::string kind = o.kind ? std::string(name_of(*o.kind)) + " " : "";
        const std::string name = o.name.empty() ? "" : " " + o.name;
        return "drop " + kind + "constraint" + name + on_columns(o.table, o.columns);
    }
    std::string operator()(const RequestedExecute& o) const { return describe(Operation(Execute{o.sql, o.down_sql})); }
    std::string operator()(const DropTable& o) const { return describe(Operation(o)); }
    std::string operator()(const RenameTable& o) const { return describe(Operation(o)); }
    std::string operator()(const DropColumn& o) const { return describe(Operation(o)); }
    std::string operator()(const RenameColumn& o) const { return describe(Operation(o)); }
    std::string operator()(const CreateIndex& o) const { return describe(Operation(o)); }
    std::string operator()(const CreateUnique& o) const { return describe(Operation(o)); }
    std::string operator()(const CreateCheck& o) const { return describe(Operation(o)); }
    std::string operator()(const CreateForeignKey& o) const { return describe(Operation(o)); }
    std::string operator()(const CommentTable& o) const { return describe(Operation(o)); }
    std::string operator()(const RenameIndex& o) const { return describe(Operation(o)); }
    std::string operator()(const RenameConstraint& o) const { return describe(Operation(o)); }
    std::string operator()(const AddEnumLabel& o) const { return describe(Operation(o)); }
    std::string operator()(const RenameEnumLabel& o) const { return describe(Operation(o)); }
    std::string operator()(const CreateView& o) const { return describe(Operation(o)); }
    std::string operator()(const DropView& o) const { return describe(Operation(o)); }
    std::string operator()(const RequestedEnumLabels& o) const {
        if (!o.labels.empty()) return "give type " + to_string(o.name) + " the labels " + base::join(o.labels, ", ");
        std::string text = "replace labels of type " + to_string(o.name) + ": ";
        for (const auto& [from, to] : o.rows) text += (text.ends_with(": ") ? "" : ", ") + from + " by " + to;
        return text;
    }
};

}  // namespace

std::string describe(const RequestedOperation& operation) {
    return std::visit(Describing{}, operation);
}

}  // namespace migrate
