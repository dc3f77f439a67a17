#include <algorithm>
#include <array>

#include "base/text.h"
#include "sql/reader.h"
#include "sql/sql.h"

namespace migrate::sql {
namespace {

using Reader = Operations (*)(const Statement&, const Node&);

struct ReaderOf {
    std::string_view kind;
    Reader read;
};

constexpr std::array<ReaderOf, 17> kReaders = {{
    {"CreateStmt", read_create_table},
    {"AlterTableStmt", read_alter_table},
    {"IndexStmt", read_create_index},
    {"RenameStmt", read_rename},
    {"AlterObjectSchemaStmt", read_set_schema},
    {"DropStmt", read_drop},
    {"CommentStmt", read_comment},
    {"CreateEnumStmt", read_create_enum},
    {"AlterEnumStmt", read_alter_enum},
    {"CreateSeqStmt", read_create_sequence},
    {"AlterSeqStmt", read_alter_sequence},
    {"ViewStmt", read_create_view},
    {"CreateTableAsStmt", read_create_table_as},
    {"SelectStmt", read_select},
    {"CallStmt", read_call},
    {"VariableSetStmt", read_set},
    {"DoStmt", read_do_block},
}};

/// Types other than enumerations, by the node's kind and the field that holds their name.
std::optional<Operations> read_other_type(const Statement& statement, std::string_view kind, const Node& node) {
    TableName name;
    if (kind == "CompositeTypeStmt")
        name = relation_name(statement, node["typevar"]);
    else if (kind == "CreateDomainStmt")
        name = qualified_name(statement, strings_of(node["domainname"]));
    else if (kind == "CreateRangeStmt" || kind == "AlterDomainStmt" || kind == "AlterTypeStmt")
        name = qualified_name(statement, strings_of(node["typeName"]));
    else if (kind == "DefineStmt" && node.str("kind") == "OBJECT_TYPE")
        name = qualified_name(statement, strings_of(node["defnames"]));
    else
        return std::nullopt;
    return Operations{opaque(statement, "only enumerations are followed, not other types", {object_of("type", name)})};
}

/// CREATE OPERATOR: what it compares may change its type where PostgreSQL would refuse that.
std::optional<Operations> read_operator(const Statement& statement, std::string_view kind, const Node& node) {
    if (kind != "DefineStmt" || node.str("kind") != "OBJECT_OPERATOR") return std::nullopt;
    std::vector<std::string> types;
    for (const Node& option : node["definition"].items) {
        const std::string_view name = option["DefElem"].str("defname");
        if (name != "leftarg" && name != "rightarg") continue;
        const TableName type = qualified_name(statement, strings_of(option["DefElem"]["arg"]["TypeName"]["names"]));
        types.push_back(object_of("type", type));
    }
    return Operations{opaque(statement, "an operator decides what its types are compared with", std::move(types))};
}

/// Statements whose effect on the schema is beyond this room, whatever they name.
std::optional<Operations> read_far_reaching(const Statement& statement, std::string_view kind, const Node& node) {
    if (kind == "CreateForeignTableStmt")
        return Operations{opaque(statement, "foreign tables are not followed",
                                 {object_of("table", relation_name(statement, node["base"]["relation"]))})};
    if (kind == "ImportForeignSchemaStmt" || kind == "DropOwnedStmt")
        return Operations{opaque(statement, "which objects it touches is not in its text")};
    if (kind == "CreateSchemaStmt" && node["schemaElts"])
        return Operations{opaque(statement, "CREATE SCHEMA with what is in it is not followed")};
    return std::nullopt;
}

Operations read_known(const Statement& statement, const Node& node) {
    const std::string_view kind = node.type();
    if (statement.on_sqlite())
        if (const std::string reason = refused_by_sqlite(statement, node); !reason.empty())
            return {fails_on_sqlite(statement, reason)};
    for (const ReaderOf& reader : kReaders)
        if (reader.kind == kind) return reader.read(statement, node.value());
    if (auto read = read_other_type(statement, kind, node.value())) return *read;
    if (auto read = read_operator(statement, kind, node.value())) return *read;
    if (auto read = read_far_reaching(statement, kind, node.value())) return *read;
    return {read_attached(statement, kind, node.value())};
}

bool is_execute(const Operation& operation) {
    return std::holds_alternative<Execute>(operation);
}

/// A value bound at run time is not in the text, so neither is what the statement makes.
Operations read_one(const Statement& statement, const Node& node) {
    Operations read = read_known(statement, node);
    const auto& tokens = statement.source.tokens();
    const bool bound = std::any_of(tokens.begin() + static_cast<long>(statement.begin),
                                   tokens.begin() + static_cast<long>(std::min(statement.end, tokens.size())),
                                   [](const Token& token) { return token.kind == TokenKind::bind; });
    if (!bound || std::all_of(read.begin(), read.end(), is_execute)) return read;
    auto objects = tables_mentioned(statement.source, statement.begin, statement.end, statement.world.schema());
    return {opaque(statement, "it holds values that are bound when it runs", std::move(objects))};
}

/// Where the statements of a text that was not parsed begin and end, as tokens. The body of a trigger holds
/// semicolons.
std::vector<std::pair<std::size_t, std::size_t>> split(const Source& source) {
    std::vector<std::pair<std::size_t, std::size_t>> pieces;
    std::size_t begin = 0;
    bool in_trigger = false;
    for (std::size_t i = 0; i <= source.count(); ++i) {
        if (i < source.count() && !source.is(i, ";")) {
            if (source.is(i, "TRIGGER") && i - begin <= 2 && source.is(begin, "CREATE")) in_trigger = true;
            continue;
        }
        if (in_trigger && i < source.count() && !source.is(i - 1, "END")) continue;
        if (begin < i) pieces.emplace_back(begin, i);
        begin = i + 1;
        in_trigger = false;
    }
    return pieces;
}

/// The object that an unreadable statement is about, by its first words; "" when those do not tell.
std::string leading_object(const Source& source, std::size_t from, std::size_t to) {
    std::size_t at = from + 1;
    const auto skip = [&](std::initializer_list<std::string_view> words) {
        const auto here = [&](std::string_view word) { return source.is(at, word); };
        while (at < to && std::any_of(words.begin(), words.end(), here)) ++at;
    };
    skip({"TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE"});
    if (source.is(at, "INDEX")) at = std::max(at, source.find("ON", at, to));
    const bool type = source.is(at, "TYPE");
    if (!source.is(at, "TABLE") && !source.is(at, "ON") && !type) return {};
    ++at;
    skip({"IF", "NOT", "EXISTS", "ONLY"});
    if (at >= to) return {};
    std::string name = name_of_token(source.text(), source.tokens()[at], source.dialect());
    if (source.is(at + 1, ".") && at + 2 < to)
        name += "." + name_of_token(source.text(), source.tokens()[at + 2], source.dialect());
    return object_of(type ? "type" : "table", read_table_name(name));
}

bool is_data_statement(const Source& source, std::size_t at) {
    constexpr std::array<std::string_view, 13> kWords = {"INSERT", "UPDATE", "DELETE", "TRUNCATE", "COPY",
                                                         "GRANT",  "REVOKE", "SELECT", "ANALYZE",  "VACUUM",
                                                         "WITH",   "LOCK",   "VALUES"};
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return source.is(at, word); });
}

/// What the grammar could not read: data statements cannot touch the schema, the rest is not understood.
Operations read_unparsed(const Statement& whole, const std::string& reason) {
    const Source& source = whole.source;
    std::vector<std::string> objects;
    bool all_data = true;
    bool all_named = true;
    for (const auto& [from, to] : split(source)) {
        if (is_data_statement(source, from)) continue;
        all_data = false;
        const std::string object = leading_object(source, from, to);
        all_named = all_named && !object.empty();
        objects.push_back(object);
    }
    if (all_data) return {execute(whole)};
    if (!all_named) objects.clear();
    return {opaque(whole, reason, std::move(objects))};
}

/// Much data needs no look at its tree, which would be thirty times its size.
std::optional<Operations> read_bulk_data(const Statement& whole) {
    constexpr std::size_t kBulkBytes = 1 << 16;
    if (whole.source.text().size() < kBulkBytes) return std::nullopt;
    Operations operations;
    for (const auto& [from, to] : split(whole.source)) {
        const bool data =
            is_data_statement(whole.source, from) && !whole.source.is(from, "SELECT") && !whole.source.is(from, "WITH");
        if (!data) return std::nullopt;
        operations.push_back(execute(Statement{whole.source, whole.world, whole.where, from, to, whole.depth}));
    }
    return operations;
}

/// Reads the statements of one source; reads all of it or, when it does not parse, nothing.
Operations read_source(const Source& source, World& world, std::string_view where, int depth) {
    const Statement whole{source, world, where, 0, source.count(), depth};
    if (source.count() == 0) {
        if (source.dialect() == Dialect::sqlite || !leaves_comment_open(source.text(), source.dialect())) return {};
        return {opaque(whole, "it was not understood: unterminated /* comment")};
    }
    if (source.dialect() == Dialect::sqlite)
        if (auto read = read_sqlite_only(whole)) {
            world.add(*read);
            return *read;
        }
    if (auto read = read_bulk_data(whole)) return *read;
    if (depth_bound(source.text(), source.tokens()) > kMaxDepth)
        return read_unparsed(whole, "it is nested too deeply to look into");
    const auto parsed = parse(source.for_grammar());
    if (!parsed) return read_unparsed(whole, "it was not understood: " + parsed.error().message);
    if ((*parsed)->size() > kMaxStatements) return {opaque(whole, "it holds more than 2,000 statements")};
    Operations operations;
    for (const ParsedStatement& statement : **parsed) {
        const Statement one{source, world, where, source.token_at(statement.begin), source.token_at(statement.end),
                            depth};
        Operations read = read_one(one, statement.node);
        // These two show their own parts to the world while they read.
        if (statement.node.type() != "AlterTableStmt" && statement.node.type() != "DoStmt") world.add(read);
        operations.insert(operations.end(), read.begin(), read.end());
    }
    return operations;
}

}  // namespace

Operations read_inner(std::string_view text, World& world, Dialect dialect, std::string_view where, int depth) {
    constexpr int kMaxInner = 3;
    const Source source{std::string(text), dialect};
    if (text.size() > kMaxTextBytes || depth > kMaxInner)
        return {Opaque{std::string(text.substr(0, 1000)), std::string(where), "the SQL is too large to look into", {}}};
    if (dialect == Dialect::postgresql) return read_source(source, world, where, depth);
    const Statement whole{source, world, where, 0, source.count(), depth};
    if (auto read = read_bulk_data(whole)) return *read;
    const auto pieces = split(source);
    if (pieces.size() > kMaxStatements) return {opaque(whole, "it holds more than 2,000 statements")};
    Operations operations;
    for (const auto& [from, to] : pieces) {
        const Source piece(Statement{source, world, where, from, to, depth}.text(), dialect);
        const Operations read = read_source(piece, world, where, depth);
        operations.insert(operations.end(), read.begin(), read.end());
    }
    return operations;
}

std::vector<Operation> read_statements(std::string_view text, const Schema& schema, std::string_view where) {
    World world(schema);
    return read_inner(without_bind_escapes(text), world, schema.dialect, where, 0);
}

bool is_syntax_error(const Opaque& operation) {
    return operation.reason.starts_with("it was not understood: syntax error");
}

bool fails_on_sqlite(const Opaque& operation) {
    return operation.reason.starts_with(kFailsOnSqlite);
}

}  // namespace migrate::sql
