#include "plan/check_names.h"

#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "schema/naming.h"

namespace migrate::plan {

namespace {

constexpr std::size_t kShownBytes = 40;
constexpr std::array<std::string_view, 6> kSystemColumns = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};

enum class Kind { schema, table, column, index, key, constraint };

/// A name that a step brings. A `key` is a constraint that PostgreSQL builds an index for, under the same name.
struct Named {
    Kind kind;
    std::string name;
    TableName table;  ///< that it is in, or that it is
};

std::string_view noun_of(Kind kind) {
    switch (kind) {
        case Kind::schema:
            return "schema";
        case Kind::table:
            return "table";
        case Kind::column:
            return "column";
        case Kind::index:
            return "index";
        case Kind::key:
        case Kind::constraint:
            return "constraint";
    }
    return "";
}

std::string shown(const Named& named) {
    const std::string_view kept = base::cut_utf8(named.name, kShownBytes);
    return std::string(noun_of(named.kind)) + " " + std::string(kept) + (kept.size() < named.name.size() ? "…" : "");
}

/// Collects the names of one operation.
class Collector {
  public:
    std::vector<Named> names;

    void operator()(const CreateTable& create) {
        const Table& table = create.table;
        add_table(table.name);
        for (const Column& column : table.columns) names.push_back({Kind::column, column.name, table.name});
        if (table.primary_key) add(Kind::key, table.primary_key->name, table.name);
        for (const Unique& unique : table.uniques) add(Kind::key, unique.name, table.name);
        for (const Check& check : table.checks) add(Kind::constraint, check.name, table.name);
        for (const ForeignKey& key : table.foreign_keys) add(Kind::constraint, key.name, table.name);
    }
    void operator()(const RenameTable& rename) { add_table(rename.to); }
    void operator()(const AddColumn& add_column) {
        names.push_back({Kind::column, add_column.column.name, add_column.table});
    }
    void operator()(const RenameColumn& rename) { names.push_back({Kind::column, rename.to, rename.table}); }
    void operator()(const CreateIndex& create) { names.push_back({Kind::index, create.index.name, create.table}); }
    void operator()(const RenameIndex& rename) { names.push_back({Kind::index, rename.to, {rename.schema, ""}}); }
    void operator()(const CreatePrimaryKey& create) { add(Kind::key, create.primary_key.name, create.table); }
    void operator()(const CreateUnique& create) { add(Kind::key, create.unique.name, create.table); }
    void operator()(const CreateCheck& create) { add(Kind::constraint, create.check.name, create.table); }
    void operator()(const CreateForeignKey& create) { add(Kind::constraint, create.foreign_key.name, create.table); }
    void operator()(const RenameConstraint& rename) { add(Kind::constraint, rename.to, rename.table); }
    template <typename Other>
    void operator()(const Other&) {}

  private:
    /// A constraint may be without a name.
    void add(Kind kind, const std::string& name, const TableName& table) {
        if (!name.empty()) names.push_back({kind, name, table});
    }
    void add_table(const TableName& table) {
        add(Kind::schema, table.schema, table);
        names.push_back({Kind::table, table.name, table});
    }
};

bool is_relation(Kind kind) {
    return kind == Kind::table || kind == Kind::index || kind == Kind::key;
}

Result<void> check_reserved(const Named& named) {
    const std::string hint = "choose another name for the " + std::string(noun_of(named.kind));
    const std::string name = base::lower(named.name);
    const bool is_system = std::find(kSystemColumns.begin(), kSystemColumns.end(), named.name) != kSystemColumns.end();
    if (named.kind == Kind::column && is_system) {
        return fail("reserved_name", "PostgreSQL has a column " + named.name + " of its own in every table", hint);
    }
    if (named.kind == Kind::schema && (name.starts_with("pg_") || name == "information_schema")) {
        return fail("reserved_name", "PostgreSQL keeps the " + shown(named) + " for itself", hint);
    }
    if (is_relation(named.kind) && name == "alembic_version") {
        return fail("reserved_name", "alembic_version is the table in which Alembic keeps the revision", hint);
    }
    return {};
}

Result<void> check_sqlite_name(const Named& named) {
    const bool kept = named.kind == Kind::table || named.kind == Kind::index;
    if (!kept || !base::lower(named.name).starts_with("sqlite_")) return {};
    return fail("reserved_name", "SQLite keeps names that begin with sqlite_ for itself: " + shown(named),
                "choose another name for the " + std::string(noun_of(named.kind)));
}

Result<void> check_name(const Named& named) {
    if (base::trim(named.name).empty()) {
        return fail("bad_name", "the name of a " + std::string(noun_of(named.kind)) + " is empty", "give it a name");
    }
    if (named.name.size() > kMaxIdentifierBytes) {
        return fail("name_too_long",
                    "the name of the " + shown(named) + " has " + std::to_string(named.name.size()) + " bytes",
                    "PostgreSQL cuts names at 63 bytes; choose a shorter one");
    }
    return check_reserved(named);
}

tl::unexpected<Error> differs_in_case(const Named& named, const std::string& other) {
    return fail("name_differs_in_case",
                "the " + shown(named) + " differs from " + other +
                    " only in upper and lower case, and SQLite holds "
                    "the two for one",
                "choose another name, or use " + other);
}

/// Another column of its table, or another relation, that has the same name but for the case of letters.
Result<void> check_case(const Named& named, const Schema& schema) {
    const auto clashes = [&](const std::string& other) {
        return other != named.name && base::equal_ignoring_case(other, named.name);
    };
    if (named.kind == Kind::column) {
        const Table* table = find_table(schema, named.table);
        if (table == nullptr) return {};
        for (const Column& column : table->columns) {
            if (clashes(column.name)) return differs_in_case(named, column.name);
        }
        return {};
    }
    if (named.kind != Kind::table && named.kind != Kind::index) return {};
    for (const auto& [name, table] : schema.tables) {
        if (name.schema != named.table.schema) continue;
        if (clashes(name.name)) return differs_in_case(named, name.name);
        for (const Index& index : table.indexes) {
            if (clashes(index.name)) return differs_in_case(named, index.name);
        }
    }
    return {};
}

}  // namespace

Result<void> check_names(const std::vector<Step>& steps, const Heads& after) {
    Collector collector;
    for (const Step& step : steps) std::visit(collector, step.operation);
    for (const Named& named : collector.names) {
        TRY(check_name(named));
        if (after.only() == Dialect::postgresql) continue;
        TRY(check_sqlite_name(named));
        TRY(check_case(named, after.sqlite));
    }
    return {};
}

}  // namespace migrate::plan
