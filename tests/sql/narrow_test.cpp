// The law of narrowing: a question is answered the same whether or not its conditions say which tables it is about.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/text.h"
#include "catalog/answer.h"
#include "support/generate_schema.h"

using namespace migrate;
using namespace migrate::sql;

namespace {

/// A question on a catalog; "{x}" in it is a condition that x is one of the texts.
const std::vector<std::string> kPostgres = {
    "SELECT table_name, table_type FROM information_schema.tables WHERE {table_name}",
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE {table_name} AND "
    "table_schema = 'public'",
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns WHERE {column_name} AND "
    "{table_name}",
    "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints t WHERE "
    "{t.constraint_name}",
    "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints WHERE {table_name} "
    "OR {constraint_name}",
    "SELECT table_name, column_name, constraint_name FROM information_schema.key_column_usage WHERE {table_name}",
    "SELECT table_name, column_name, constraint_name FROM information_schema.key_column_usage WHERE {constraint_name}",
    "SELECT table_name, column_name, constraint_name FROM information_schema.constraint_column_usage WHERE "
    "{constraint_name}",
    "SELECT constraint_name, delete_rule FROM information_schema.referential_constraints WHERE {constraint_name}",
    "SELECT constraint_name FROM information_schema.check_constraints WHERE {constraint_name}",
    "SELECT count(*) FROM pg_tables WHERE {tablename} AND NOT {schemaname}",
    "SELECT tablename, indexname FROM pg_indexes WHERE {tablename}",
    "SELECT tablename, indexname FROM pg_indexes WHERE {indexname} AND {tablename}",
    "SELECT relname, relkind FROM pg_class WHERE {relname}",
    "SELECT attname FROM pg_attribute WHERE {attrelid}",
    "SELECT conname, contype FROM pg_constraint WHERE {conname}",
    "SELECT conname, contype FROM pg_constraint WHERE {conrelid} AND contype = 'f'",
    "SELECT indisunique FROM pg_index WHERE {indrelid}",
    "SELECT indisunique FROM pg_index WHERE {indexrelid}",
    "SELECT c.relname, i.indisunique FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE {c.relname}",
    "SELECT c.relname, i.indisunique FROM pg_class c LEFT JOIN pg_index i ON c.oid = i.indexrelid WHERE {c.relname}",
    "SELECT c.relname FROM pg_class c LEFT JOIN pg_constraint k ON c.oid = k.conrelid AND {k.conname} WHERE "
    "{c.relname}",
    "SELECT t.table_name, k.column_name FROM information_schema.table_constraints t JOIN "
    "information_schema.key_column_usage k ON t.constraint_name = k.constraint_name WHERE {t.table_name}",
    "SELECT a.attname FROM pg_attribute a, pg_class c WHERE a.attrelid = c.oid AND {c.relname} AND {a.attname}",
    "SELECT EXISTS (SELECT 1 FROM pg_indexes WHERE {indexname})",
    "SELECT relname FROM pg_class WHERE oid IN (SELECT conrelid FROM pg_constraint WHERE {conname})"};
const std::vector<std::string> kSqlite = {
    "SELECT name, type, tbl_name FROM sqlite_master WHERE {name}",
    "SELECT name FROM sqlite_master WHERE type = 'index' AND {tbl_name}",
    "SELECT a.name FROM sqlite_master a JOIN sqlite_master b ON a.tbl_name = b.name WHERE {b.name}",
    "SELECT count(*) FROM sqlite_schema WHERE {name} OR {tbl_name}"};

/// All that something in the schema is called, and what nothing is.
std::vector<std::string> names_in(const Schema& schema) {
    std::vector<std::string> names = {"nowhere", "", "public", "id", "name", "users_id_seq"};
    for (const auto& [name, table] : schema.tables) {
        names.insert(names.end(), {name.name, to_string(name), name.name + "_id_seq"});
        for (const std::string& constraint : generate::constraint_names(table)) names.push_back(constraint);
        for (const Index& index : table.indexes) names.push_back(index.name);
        if (table.primary_key) names.push_back(table.primary_key->name);
    }
    return names;
}

/// The question with the conditions as people write them, or in a form from which nothing is narrowed.
std::string asked(std::string question, const std::vector<std::string>& names, bool is_plain) {
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "'" : ", '") + base::replace_all(name, "'", "''") + "'";
    const bool is_one = names.size() == 1;
    const std::string plain = is_one ? " = " + list : " IN (" + list + ")";
    const std::string other = is_one ? " <> " + list : " NOT IN (" + list + ")";
    for (std::size_t at = question.find('{'); at != std::string::npos; at = question.find('{')) {
        const std::size_t end = question.find('}', at);
        const std::string column = question.substr(at + 1, end - at - 1);
        question.replace(at, end + 1 - at, is_plain ? column + plain : "NOT (" + column + other + ")");
    }
    return question;
}

}  // namespace

TEST_CASE("a question is answered the same, narrowed or not") {
    int rows = 0, empty = 0;
    CHECK(rc::check([&] {
        const Dialect dialect = generate::dialect();
        const Schema schema = generate::schema_for(dialect);
        const std::vector<std::string> names = names_in(schema);
        const std::vector<std::string>& questions = dialect == Dialect::sqlite ? kSqlite : kPostgres;
        for (int i = 0; i < 4; ++i) {
            const std::string question = generate::one_of(questions);
            std::vector<std::string> chosen = {generate::one_of(names)};
            while (generate::chance(40)) chosen.push_back(generate::one_of(names));
            const auto none = [](std::string_view) { return std::optional<std::string>(); };
            const std::string plain = asked(question, chosen, true);
            const Answer narrowed = answer(plain, schema, none);
            const Answer whole = answer(asked(question, chosen, false), schema, none);
            RC_LOG() << plain << "\n" << narrowed.reason << "\n" << whole.reason;
            RC_ASSERT(narrowed.kind == whole.kind);
            RC_ASSERT(narrowed.columns == whole.columns);
            RC_ASSERT(narrowed.types == whole.types);
            RC_ASSERT(narrowed.rows == whole.rows);
            ++(narrowed.rows.empty() ? empty : rows);
        }
    }));
    CHECK(rows > 20);
    CHECK(empty > 20);
}
