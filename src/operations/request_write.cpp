#include "operations/request_parts.h"

namespace migrate {
namespace {

using nlohmann::json;

json start(const char* op, const TableName& table) {
    json out = {{"op", op}};
    write_table(out, table);
    return out;
}

void put_flag(json& out, const char* key, bool flag) {
    if (flag) out[key] = true;
}

template <class Item>
void put_list(json& out, const char* key, const std::vector<Item>& items, json (*write)(const Item&)) {
    for (const Item& item : items) out[key].push_back(write(item));
}

struct Writing {
    json operator()(const RequestedTable& o) const {
        json out = start("create_table", o.table);
        put_list(out, "columns", o.columns, write_column);
        put_list(out, "uniques", o.uniques, write_unique);
        put_list(out, "checks", o.checks, write_check);
        put_list(out, "foreign_keys", o.foreign_keys, write_foreign_key);
        put_list(out, "indexes", o.indexes, write_index);
        if (!o.primary_key.empty()) out["primary_key"] = o.primary_key;
        if (!o.house_columns) out["house_columns"] = false;
        if (!o.comment.empty()) out["comment"] = o.comment;
        if (!o.from.empty()) out["from"] = o.from;
        return out;
    }
    json operator()(const DropTable& o) const {
        json out = start("drop_table", o.table);
        put_flag(out, "if_exists", o.if_exists);
        put_flag(out, "cascade", o.cascade);
        return out;
    }
    json operator()(const RenameTable& o) const {
        json out = start("rename_table", o.from);
        write_table(out, o.to, "to", "to_schema");
        if (o.to.schema != o.from.schema) out["to_schema"] = o.to.schema;
        return out;
    }
    json operator()(const RequestedAddColumn& o) const {
        json out = start("add_column", o.table);
        out["column"] = write_column(o.column);
        return out;
    }
    json operator()(const DropColumn& o) const {
        json out = start("drop_column", o.table);
        out["column"] = o.column;
        put_flag(out, "if_exists", o.if_exists);
        put_flag(out, "cascade", o.cascade);
        return out;
    }
    json operator()(const RenameColumn& o) const {
        json out = start("rename_column", o.table);
        out["column"] = o.from;
        out["to"] = o.to;
        return out;
    }
    json operator()(const RequestedAlterColumn& o) const {
        const AlterColumn& alter = o.alter;
        json out = start("alter_column", alter.table);
        out["column"] = alter.column;
        if (alter.type) out["type"] = write_type(*alter.type);
        if (alter.nullable) out["nullable"] = *alter.nullable;
        if (alter.set_default) out["default"] = nullptr;
        if (alter.server_default)
            out["default"] = write_default(*alter.server_default, alter.type ? &*alter.type : nullptr);
        if (!alter.using_sql.empty()) out["using"] = alter.using_sql;
        if (!alter.down_using_sql.empty()) out["down_using"] = alter.down_using_sql;
        if (alter.comment) out["comment"] = *alter.comment;
        if (alter.set_identity) out["identity"] = nullptr;
        if (alter.identity) out["identity"] = word_of(*alter.identity);
        if (o.backfill) out["backfill"] = *o.backfill;
        return out;
    }
    json operator()(const CreateIndex& o) const {
        json out = start("create_index", o.table);
        out.update(write_index(o.index));
        put_flag(out, "concurrently", o.concurrently);
        put_flag(out, "if_not_exists", o.if_not_exists);
        return out;
    }
    json operator()(const RequestedDropIndex& o) const {
        json out = {{"op", "drop_index"}};
        if (o.table) write_table(out, *o.table);
        if (!o.name.empty()) out["name"] = o.name;
        if (!o.columns.empty()) out["columns"] = o.columns;
        put_flag(out, "concurrently", o.concurrently);
        return out;
    }
    json operator()(const CreateUnique& o) const {
        json out = start("create_unique", o.table);
        out.update(write_unique(o.unique));
        if (o.unique.columns.empty()) out.erase("columns");
        if (!o.using_index.empty()) out["using_index"] = o.using_index;
        return out;
    }
    json operator()(const CreateCheck& o) const {
        json out = start("create_check", o.table);
        out.update(write_check(o.check));
        return out;
    }
    json operator()(const CreateForeignKey& o) const {
        json out = start("create_foreign_key", o.table);
        out.update(write_foreign_key(o.foreign_key));
        return out;
    }
    json operator()(const RequestedDropConstraint& o) const {
        json out = start("drop_constraint", o.table);
        if (!o.name.empty()) out["name"] = o.name;
        if (o.kind) out["kind"] = word_of(*o.kind);
        if (!o.columns.empty()) out["columns"] = o.columns;
        return out;
    }
    json operator()(const RequestedExecute& o) const {
        json out = {{"op", "execute"}, {"sql", o.sql}};
        if (o.down_sql) out["down_sql"] = *o.down_sql;
        if (o.dialect) out["dialect"] = name_of(*o.dialect);
        return out;
    }
    json operator()(const CommentTable& o) const {
        json out = start("comment_table", o.table);
        out["comment"] = o.comment;
        return out;
    }
    json operator()(const RenameIndex& o) const {
        json out = {{"op", "rename_index"}, {"name", o.from}, {"to", o.to}};
        if (!o.schema.empty()) out["schema"] = o.schema;
        return out;
    }
    json operator()(const RenameConstraint& o) const {
        json out = start("rename_constraint", o.table);
        out["name"] = o.from;
        out["to"] = o.to;
        return out;
    }
    json operator()(const AddEnumLabel& o) const {
        json out = {{"op", "add_enum_label"}, {"label", o.label}};
        write_table(out, o.name, "name");
        if (!o.before.empty()) out["before"] = o.before;
        if (!o.after.empty()) out["after"] = o.after;
        return out;
    }
    json operator()(const RenameEnumLabel& o) const {
        json out = {{"op", "rename_enum_label"}, {"from", o.from}, {"to", o.to}};
        write_table(out, o.name, "name");
        return out;
    }
    json operator()(const CreateView& o) const {
        json out = {{"op", "create_view"}, {"sql", o.sql}};
        write_table(out, o.name, "name");
        if (o.or_replace) out["or_replace"] = true;
        return out;
    }
    json operator()(const DropView& o) const {
        json out = {{"op", "drop_view"}};
        write_table(out, o.name, "name");
        if (o.cascade) out["cascade"] = true;
        return out;
    }
    json operator()(const RequestedEnumLabels& o) const {
        json out = {{"op", "set_enum_labels"}};
        if (!o.labels.empty()) out["labels"] = o.labels;
        write_table(out, o.name, "name");
        if (!o.rows.empty()) out["rows"] = o.rows;
        return out;
    }
};

RequestedColumn as_requested(const Column& column) {
    RequestedColumn request;
    request.name = column.name;
    request.type = column.type;
    request.nullable = column.nullable;
    request.server_default = column.server_default;
    request.identity = column.identity;
    request.computed = column.computed;
    request.comment = column.comment;
    return request;
}

/// The requested form of an exact operation; nullopt where the form has no word for it.
struct AsRequested {
    using Form = std::optional<RequestedOperation>;

    Form operator()(const CreateTable& o) const {
        const Table& table = o.table;
        RequestedTable request;
        request.table = table.name;
        request.house_columns = false;
        for (const Column& column : table.columns) request.columns.push_back(as_requested(column));
        if (!table.excludes.empty()) return std::nullopt;
        if (table.primary_key) request.primary_key = table.primary_key->columns;
        request.uniques = table.uniques;
        request.checks = table.checks;
        request.foreign_keys = table.foreign_keys;
        request.indexes = table.indexes;
        request.comment = table.comment;
        return request;
    }
    Form operator()(const AddColumn& o) const { return RequestedAddColumn{o.table, as_requested(o.column)}; }
    Form operator()(const AlterColumn& o) const { return RequestedAlterColumn{o, std::nullopt}; }
    Form operator()(const DropIndex& o) const {
        RequestedDropIndex request;
        request.table = o.table;
        if (request.table && request.table->schema.empty()) request.table->schema = o.schema;
        request.name = o.index;
        request.concurrently = o.concurrently;
        return request;
    }
    Form operator()(const DropConstraint& o) const { return RequestedDropConstraint{o.table, o.name, o.kind, {}}; }
    Form operator()(const Execute& o) const { return RequestedExecute{o.sql, o.down_sql, std::nullopt}; }
    Form operator()(const DropTable& o) const { return o; }
    Form operator()(const RenameTable& o) const { return o; }
    Form operator()(const DropColumn& o) const { return o; }
    Form operator()(const RenameColumn& o) const { return o; }
    Form operator()(const CreateIndex& o) const { return o; }
    Form operator()(const CreateUnique& o) const { return o; }
    Form operator()(const CreateCheck& o) const { return o; }
    Form operator()(const CreateForeignKey& o) const { return o; }
    Form operator()(const CommentTable& o) const { return o; }
    Form operator()(const RenameIndex& o) const { return o; }
    Form operator()(const CreatePrimaryKey&) const { return std::nullopt; }
    Form operator()(const CreateExclude&) const { return std::nullopt; }
    Form operator()(const RenameConstraint& o) const { return o; }
    Form operator()(const ValidateConstraint&) const { return std::nullopt; }
    Form operator()(const CreateEnum&) const { return std::nullopt; }
    Form operator()(const DropEnum&) const { return std::nullopt; }
    Form operator()(const RenameEnum&) const { return std::nullopt; }
    Form operator()(const AddEnumLabel& o) const { return o; }
    Form operator()(const RenameEnumLabel& o) const { return o; }
    Form operator()(const CreateSequence&) const { return std::nullopt; }
    Form operator()(const DropSequence&) const { return std::nullopt; }
    Form operator()(const CreateView& o) const { return o; }
    Form operator()(const DropView& o) const { return DropView{.name = o.name, .cascade = o.cascade}; }
    Form operator()(const Opaque&) const { return std::nullopt; }
};

}  // namespace

json write_operations(const std::vector<RequestedOperation>& operations) {
    json list = json::array();
    for (const RequestedOperation& operation : operations) list.push_back(std::visit(Writing{}, operation));
    return list;
}

json write_steps(const std::vector<Step>& steps) {
    json list = json::array();
    for (const Step& step : steps) {
        const auto form = std::visit(AsRequested{}, step.operation);
        json out = form ? std::visit(Writing{}, *form)
                        : json{{"op", name_of(step.operation)}, {"text", describe(step.operation)}};
        if (step.only) out["dialect"] = name_of(*step.only);
        list.push_back(std::move(out));
    }
    return list;
}

}  // namespace migrate
