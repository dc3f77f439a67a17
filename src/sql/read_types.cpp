/// Enumerations, sequences and views.
#include <algorithm>

#include "base/text.h"
#include "operations/dependents.h"
#include "schema/naming.h"
#include "sql/reader.h"
#include "sql/write.h"

namespace migrate::sql {
namespace {

bool is_option(const Node& node, std::string_view name) {
    for (const Node& option : node["options"].items)
        if (option["DefElem"].str("defname") == name) return true;
    return false;
}

/// The options as written, without OWNED BY: the column may not exist yet when the sequence is made again.
std::string sequence_options(const Statement& statement, const Node& node) {
    const Source& source = statement.source;
    std::size_t at = source.token_at(static_cast<std::size_t>(node["sequence"]["location"].number));
    while (source.is(at + 1, ".")) at += 2;
    const std::size_t owned = source.find("OWNED", at + 1, statement.end);
    std::string before = source.slice(at + 1, owned);
    if (owned == statement.end) return before;
    std::size_t behind = owned + 3;
    while (source.is(behind, ".")) behind += 2;
    const std::string after = source.slice(behind, statement.end);
    return before.empty() || after.empty() ? before + after : before + " " + after;
}

std::string view_query(const Statement& statement) {
    const std::size_t as = statement.source.find("AS", statement.begin, statement.end);
    return statement.source.slice(as + 1, statement.end);
}

/// The whole CREATE statement, its first words in capitals: those tell it from a query, and what kind of view
/// it is.
std::string whole_statement(const Statement& statement) {
    const Source& source = statement.source;
    const std::size_t view = source.find("VIEW", statement.begin, statement.end);
    return base::upper(source.slice(statement.begin, view + 1)) + " " + source.slice(view + 1, statement.end);
}

}  // namespace

Operations read_create_enum(const Statement& statement, const Node& node) {
    CreateEnum create;
    create.type.name = qualified_name(statement, strings_of(node["typeName"]));
    create.type.labels = strings_of(node["vals"]);
    return {create};
}

Operations read_alter_enum(const Statement& statement, const Node& node) {
    const TableName name = qualified_name(statement, strings_of(node["typeName"]));
    if (node["oldVal"]) return {RenameEnumLabel{name, node.str("oldVal"), node.str("newVal")}};
    AddEnumLabel add{.name = name, .label = node.str("newVal"), .if_not_exists = node.flag("skipIfNewValExists")};
    (node.flag("newValIsAfter") ? add.after : add.before) = node.str("newValNeighbor");
    return {add};
}

/// OWNED BY by itself, as a statement: the sequence goes with the column, and comes back when the column is there.
std::optional<Operation> read_ownership(const Statement& statement, const Node& node, const TableName& sequence) {
    for (const Node& option : node["options"].items) {
        if (option["DefElem"].str("defname") != "owned_by") continue;
        std::vector<std::string> parts = strings_of(option["DefElem"]["arg"]["List"]["items"]);
        if (parts.size() < 2) {
            const std::string sql = "ALTER SEQUENCE " + sql_name(sequence) + " OWNED BY ";
            return Execute{.sql = sql + "NONE", .takes = {{"ownership", to_string(sequence), {}, sql}}};
        }
        const std::string column = parts.back();
        parts.pop_back();
        const Attachment thing = ownership(sequence, qualified_name(statement, parts), column);
        return Execute{.sql = thing.sql, .makes = {thing}};
    }
    return std::nullopt;
}

Operations read_create_sequence(const Statement& statement, const Node& node) {
    const TableName name = relation_name(statement, node["sequence"]);
    if (node["sequence"].str("relpersistence") == "t") return {execute(statement)};
    Operations operations = {CreateSequence{name, sequence_options(statement, node), node.flag("if_not_exists")}};
    if (auto owned = read_ownership(statement, node, name)) operations.push_back(std::move(*owned));
    return operations;
}

Operations read_alter_sequence(const Statement& statement, const Node& node) {
    const TableName name = relation_name(statement, node["sequence"]);
    const bool only_restart = node["options"].items.size() == 1 && is_option(node, "restart");
    if (only_restart || !statement.world.schema().sequences.contains(name)) return {execute(statement)};
    if (node["options"].items.size() == 1) {
        if (auto owned = read_ownership(statement, node, name)) return {std::move(*owned)};
    }
    return {opaque(statement, "ALTER SEQUENCE is not followed", {object_of("sequence", name)})};
}

Operations read_create_view(const Statement& statement, const Node& node) {
    if (node["view"].str("relpersistence") == "t") return {execute(statement)};
    CreateView create;
    create.name = relation_name(statement, node["view"]);
    create.or_replace = node.flag("replace");
    const std::string& option = node.str("withCheckOption");
    const bool plain = !node["aliases"] && !node["options"] && (option.empty() || option == "NO_CHECK_OPTION");
    create.sql = plain ? view_query(statement) : whole_statement(statement);
    return {create};
}

Operations read_create_table_as(const Statement& statement, const Node& node) {
    const Node& into = node["into"]["rel"];
    const TableName name = relation_name(statement, into);
    if (node.str("objtype") == "OBJECT_MATVIEW") {
        if (node.flag("if_not_exists") && statement.world.schema().views.contains(name)) return {execute(statement)};
        return {CreateView{name, whole_statement(statement), false}};
    }
    if (into.str("relpersistence") == "t") {
        statement.world.temporary.push_back(name.name);
        return {execute(statement)};
    }
    return {opaque(statement, "the columns of CREATE TABLE AS come from its query", {object_of("table", name)})};
}

}  // namespace migrate::sql
