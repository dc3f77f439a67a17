#include <array>

#include "base/text.h"
#include "operations/request_parts.h"

namespace migrate {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxOperations = 200;
using Keys = std::vector<std::string>;

Keys with_table(Keys keys) {
    keys.insert(keys.begin(), {"op", "table", "schema"});
    return keys;
}

template <class Item>
std::vector<Item> read_all(const Fields& fields, std::string_view key,
                           Item (*read)(const json&, const std::string&, Problem&)) {
    std::vector<Item> list;
    for (const json* item : fields.items(key)) {
        list.push_back(read(*item, fields.path_of(key) + "[" + std::to_string(list.size()) + "]", fields.problem()));
    }
    return list;
}

RequestedOperation read_create_table(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path,
                        with_table({"columns", "uniques", "checks", "foreign_keys", "indexes", "primary_key",
                                    "house_columns", "comment", "from"}),
                        problem);
    RequestedTable table;
    table.table = read_table(fields);
    table.columns = read_all<RequestedColumn>(fields, "columns", read_column);
    table.uniques = read_all<Unique>(fields, "uniques", read_unique);
    table.checks = read_all<Check>(fields, "checks", read_check);
    table.foreign_keys = read_all<ForeignKey>(fields, "foreign_keys", read_foreign_key);
    table.indexes = read_all<Index>(fields, "indexes", read_index);
    table.primary_key = fields.names("primary_key");
    table.house_columns = fields.flag("house_columns", true);
    table.comment = fields.text("comment");
    table.from = fields.text("from");
    return table;
}

RequestedOperation read_drop_table(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"if_exists", "cascade"}), problem);
    return DropTable{read_table(fields), fields.flag("if_exists"), fields.flag("cascade")};
}

RequestedOperation read_rename_table(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"to", "to_schema"}), problem);
    RenameTable rename{read_table(fields), read_table(fields, "to", "to_schema")};
    // A bare new name stays in the schema it is in.
    const bool moves = fields.has("to_schema") || !rename.to.schema.empty();
    if (!moves) rename.to.schema = rename.from.schema;
    return rename;
}

RequestedOperation read_add_column(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"column"}), problem);
    const json* column = fields.find("column");
    if (!column) problem.add(path, "the key column is missing", "add column: {\"name\": …, \"type\": …}");
    RequestedAddColumn addition{read_table(fields), {}};
    if (column) addition.column = read_column(*column, fields.path_of("column"), problem);
    return addition;
}

RequestedOperation read_drop_column(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"column", "if_exists", "cascade"}), problem);
    return DropColumn{read_table(fields), fields.required_name("column"), fields.flag("if_exists"),
                      fields.flag("cascade")};
}

RequestedOperation read_rename_column(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"column", "to"}), problem);
    return RenameColumn{read_table(fields), fields.required_name("column"), fields.required_name("to")};
}

RequestedOperation read_alter_column(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(
        value, path,
        with_table({"column", "type", "nullable", "default", "using", "down_using", "backfill", "comment", "identity"}),
        problem);
    RequestedAlterColumn request;
    AlterColumn& alter = request.alter;
    alter.table = read_table(fields);
    alter.column = fields.required_name("column");
    alter.type = read_type_field(fields, "type");
    alter.nullable = fields.maybe_flag("nullable");
    if (const json* otherwise = fields.find("default")) {
        alter.set_default = true;
        alter.server_default =
            read_default(*otherwise, alter.type ? &*alter.type : nullptr, fields.path_of("default"), problem);
    }
    alter.using_sql = fields.text("using");
    alter.down_using_sql = fields.text("down_using");
    alter.comment = fields.maybe_text("comment");
    alter.set_identity = fields.has("identity");
    alter.identity = read_identity(fields, "identity");
    const json* backfill = fields.find("backfill");
    const bool bare = backfill && (backfill->is_number() || backfill->is_boolean());
    request.backfill = bare ? std::optional(backfill->dump()) : fields.maybe_text("backfill");
    const bool changes = alter.type || alter.nullable || alter.set_default || alter.comment || alter.set_identity;
    if (!changes) problem.add(path, "nothing is to change", "give type, nullable, default, comment or identity");
    return request;
}

Keys index_operation_keys() {
    Keys keys = index_keys();
    keys.insert(keys.end(), {"concurrently", "if_not_exists"});
    return with_table(std::move(keys));
}

RequestedOperation read_create_index(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, index_operation_keys(), problem);
    return CreateIndex{read_table(fields), read_index(fields), fields.flag("concurrently"),
                       fields.flag("if_not_exists")};
}

RequestedOperation read_drop_index(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"name", "columns", "concurrently"}), problem);
    RequestedDropIndex drop;
    if (fields.has("table")) drop.table = read_table(fields);
    drop.name = fields.name("name");
    drop.columns = fields.names("columns");
    drop.concurrently = fields.flag("concurrently");
    const bool found = !drop.name.empty() || (drop.table && !drop.columns.empty());
    if (!found) problem.add(path, "it does not say which index", "give its name, or table and columns");
    if (!drop.table && fields.has("schema")) problem.add(path, "schema needs a table", "add table");
    return drop;
}

RequestedOperation read_create_unique(const json& value, const std::string& path, Problem& problem) {
    Keys keys = unique_keys();
    keys.emplace_back("using_index");
    const Fields fields(value, path, with_table(std::move(keys)), problem);
    CreateUnique creation{read_table(fields), read_unique(fields), fields.name("using_index")};
    const bool has_columns = !creation.unique.columns.empty() || !creation.using_index.empty();
    if (!has_columns) problem.add(fields.path_of("columns"), "columns is missing or empty", "name at least one column");
    return creation;
}

RequestedOperation read_create_check(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table(check_keys()), problem);
    return CreateCheck{read_table(fields), read_check(fields)};
}

RequestedOperation read_create_foreign_key(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table(foreign_key_keys()), problem);
    return CreateForeignKey{read_table(fields), read_foreign_key(fields)};
}

std::optional<ConstraintKind> read_kind(const Fields& fields) {
    constexpr std::array kinds = {ConstraintKind::primary_key, ConstraintKind::unique, ConstraintKind::check,
                                  ConstraintKind::foreign_key, ConstraintKind::exclude};
    // Alembic's own words are taken too.
    const std::string word =
        fields.word("kind", {"primary_key", "unique", "check", "foreign_key", "exclude", "primary", "foreignkey"});
    for (const ConstraintKind kind : kinds) {
        if (word == word_of(kind) || word == name_of(kind)) return kind;
    }
    return std::nullopt;
}

RequestedOperation read_drop_constraint(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"name", "kind", "columns"}), problem);
    RequestedDropConstraint drop{read_table(fields), fields.name("name"), read_kind(fields), fields.names("columns")};
    const bool is_key = drop.kind == ConstraintKind::primary_key;
    const bool found = !drop.name.empty() || is_key || (drop.kind && !drop.columns.empty());
    if (!found) problem.add(path, "it does not say which constraint", "give its name, or kind and columns");
    return drop;
}

RequestedOperation read_execute(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "sql", "down_sql", "dialect"}, problem);
    RequestedExecute execute{fields.required_text("sql"), fields.maybe_text("down_sql"), std::nullopt};
    const std::string dialect = fields.word("dialect", {"postgresql", "sqlite"});
    if (!dialect.empty()) execute.dialect = dialect == "sqlite" ? Dialect::sqlite : Dialect::postgresql;
    return execute;
}

RequestedOperation read_comment_table(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"comment"}), problem);
    if (!fields.has("comment")) problem.add(path, "the key comment is missing", "an empty comment removes the old one");
    return CommentTable{read_table(fields), fields.text("comment")};
}

RequestedOperation read_rename_index(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "name", "to", "schema"}, problem);
    return RenameIndex{fields.name("schema"), fields.required_name("name"), fields.required_name("to")};
}

RequestedOperation read_rename_constraint(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, with_table({"name", "to"}), problem);
    return RenameConstraint{read_table(fields), fields.required_name("name"), fields.required_name("to")};
}

RequestedOperation read_add_enum_label(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "name", "schema", "label", "before", "after"}, problem);
    AddEnumLabel addition{read_table(fields, "name"), fields.required_text("label"), fields.text("before"),
                          fields.text("after")};
    const bool both = !addition.before.empty() && !addition.after.empty();
    if (both) problem.add(path, "before and after are both given", "give one of them");
    return addition;
}

RequestedOperation read_rename_enum_label(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "name", "schema", "from", "to"}, problem);
    return RenameEnumLabel{read_table(fields, "name"), fields.required_text("from"), fields.required_text("to")};
}

RequestedOperation read_set_enum_labels(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "name", "schema", "labels", "rows"}, problem);
    RequestedEnumLabels request{read_table(fields, "name"), fields.names("labels"), {}};
    const json* rows = fields.find("rows");
    if (request.labels.empty() && (rows == nullptr || fields.find("labels") != nullptr)) {
        problem.add(fields.path_of("labels"), "labels is missing or empty",
                    "name all labels, or leave them out and say in \"rows\" which are replaced: {\"old\": \"new\"}");
    }
    if (rows == nullptr) return request;
    if (!rows->is_object()) problem.add(fields.path_of("rows"), "found " + kind_of(*rows), "write {\"old\": \"new\"}");
    for (auto row = rows->begin(); rows->is_object() && row != rows->end(); ++row) {
        if (row->is_string())
            request.rows[row.key()] = row->get<std::string>();
        else
            problem.add(fields.path_of("rows"), "found " + kind_of(*row), "write {\"old\": \"new\"}");
    }
    return request;
}

RequestedOperation read_create_view(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "name", "schema", "sql", "or_replace"}, problem);
    return CreateView{read_table(fields, "name"), fields.required_text("sql"), fields.flag("or_replace")};
}

RequestedOperation read_drop_view(const json& value, const std::string& path, Problem& problem) {
    const Fields fields(value, path, {"op", "name", "schema", "cascade"}, problem);
    return DropView{.name = read_table(fields, "name"), .cascade = fields.flag("cascade")};
}

struct FormReader {
    std::string_view op;
    RequestedOperation (*read)(const json&, const std::string&, Problem&);
};

constexpr std::array kFormReaders = {
    FormReader{"create_table", read_create_table},
    FormReader{"drop_table", read_drop_table},
    FormReader{"rename_table", read_rename_table},
    FormReader{"add_column", read_add_column},
    FormReader{"drop_column", read_drop_column},
    FormReader{"rename_column", read_rename_column},
    FormReader{"alter_column", read_alter_column},
    FormReader{"create_index", read_create_index},
    FormReader{"drop_index", read_drop_index},
    FormReader{"create_unique", read_create_unique},
    FormReader{"create_check", read_create_check},
    FormReader{"create_foreign_key", read_create_foreign_key},
    FormReader{"drop_constraint", read_drop_constraint},
    FormReader{"execute", read_execute},
    FormReader{"comment_table", read_comment_table},
    FormReader{"rename_index", read_rename_index},
    FormReader{"rename_constraint", read_rename_constraint},
    FormReader{"add_enum_label", read_add_enum_label},
    FormReader{"rename_enum_label", read_rename_enum_label},
    FormReader{"set_enum_labels", read_set_enum_labels},
    FormReader{"create_view", read_create_view},
    FormReader{"drop_view", read_drop_view},
};

const FormReader* find_reader(const json& value, const std::string& path, Problem& problem) {
    std::vector<std::string> names;
    for (const FormReader& reader : kFormReaders) names.emplace_back(reader.op);
    const std::string allowed = "allowed: " + base::join(names, ", ");
    const auto op = value.is_object() ? value.find("op") : value.end();
    if (!value.is_object() || op == value.end() || !op->is_string()) {
        problem.add(
            path,
            value.is_object() ? "the key op is missing" : "found " + kind_of(value) + " where an operation belongs",
            allowed);
        return nullptr;
    }
    const std::string& wanted = op->get_ref<const std::string&>();
    for (const FormReader& reader : kFormReaders) {
        if (reader.op == wanted) return &reader;
    }
    const std::vector<std::string> near = base::nearest(names, wanted);
    problem.add(path + ".op", kind_of(*op) + " is not an operation",
                (near.empty() ? "" : "did you mean " + near.front() + "? ") + allowed);
    return nullptr;
}

}  // namespace

Result<std::vector<RequestedOperation>> read_operations(const json& list, std::string_view path) {
    const std::string start(path);
    if (!list.is_array()) {
        return fail("bad_operation", "found " + kind_of(list) + " where a list of operations belongs", "write a list",
                    start);
    }
    if (list.empty() || list.size() > kMaxOperations) {
        return fail("bad_operation",
                    "the list has " + std::to_string(list.size()) + " operations, 1 to 200 are allowed",
                    "make several migrations of it", start);
    }
    std::vector<RequestedOperation> operations;
    for (const json& value : list) {
        const std::string place = start + "[" + std::to_string(operations.size()) + "]";
        Problem problem;
        const FormReader* reader = find_reader(value, place, problem);
        if (!reader) return tl::unexpected(problem.error());
        RequestedOperation operation = reader->read(value, place, problem);
        if (problem.found()) return tl::unexpected(problem.error());
        operations.push_back(std::move(operation));
    }
    return operations;
}

}  // namespace migrate
