#include "lint/locks.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "schema/naming.h"

namespace migrate::lint {

namespace {

using Mode = Lock::Mode;

struct Taken {
    Mode mode = Mode::none;
    std::string work;
};

bool is_text(const Type& type) {
    return type.kind == TypeKind::string || type.kind == TypeKind::text;
}

bool is_known(const Type& type) {
    return type.kind != TypeKind::opaque;
}

Taken taken_by(const AlterColumn& alter, const Schema& before) {
    const Table* table = find_table(before, alter.table);
    const Column* column = table == nullptr ? nullptr : find_column(*table, alter.column);
    if (column == nullptr) return {Mode::access_exclusive, ""};
    if (alter.type && rewrites(column->type, *alter.type))
        return {Mode::access_exclusive, "writes " + to_string(alter.table) + " anew"};
    if (alter.type && is_known(column->type) && *alter.type != column->type && !checks_on(*table, alter.column).empty())
        return {Mode::access_exclusive, "reads all of " + to_string(alter.table) + " for its CHECKs"};
    const bool sets_not_null = alter.nullable == false && column->nullable;
    if (sets_not_null && !is_checked_not_null(*table, alter.column))
        return {Mode::access_exclusive, "reads all of " + to_string(alter.table) + " for NULLs"};
    return {Mode::access_exclusive, ""};
}

/// What the operation does to the table it is on.
Taken taken_by(const Step& step) {
    const auto exclusive = [](std::string work) { return Taken{Mode::access_exclusive, std::move(work)}; };
    const auto reads = [](const TableName& table) { return "reads all of " + to_string(table); };
    return std::visit(
        overloaded{[](const CreateIndex& o) {
                       return o.concurrently ? Taken{} : Taken{Mode::share, "builds index " + o.index.name};
                   },
                   [&](const DropIndex& o) { return o.concurrently ? Taken{} : exclusive(""); },
                   [&](const CreateUnique& o) {
                       return exclusive(o.using_index.empty() ? "builds the index of " + o.unique.name : "");
                   },
                   [&](const CreatePrimaryKey&) { return exclusive("builds the index of its primary key"); },
                   [&](const CreateExclude&) { return exclusive("builds an exclusion index"); },
                   [&](const CreateCheck& o) { return exclusive(o.check.not_valid ? "" : reads(o.table)); },
                   [&](const CreateForeignKey& o) {
                       return Taken{Mode::share_row_exclusive, o.foreign_key.not_valid ? "" : reads(o.table)};
                   },
                   [&](const ValidateConstraint& o) { return Taken{Mode::none, reads(o.table)}; },
                   [&](const AddColumn& o) {
                       return exclusive(rewrite_reason(o.column).empty() ? ""
                                                                         : "writes " + to_string(o.table) + " anew");
                   },
                   [&](const AlterColumn& o) { return taken_by(o, step.before); },
                   [&](const OneOf<DropTable, RenameTable, DropColumn, RenameColumn, DropConstraint> auto&) {
                       return exclusive("");
                   },
                   [](const OneOf<CreateTable, CommentTable, RenameIndex, RenameConstraint, CreateEnum, DropEnum,
                                  RenameEnum, AddEnumLabel, RenameEnumLabel, CreateSequence, DropSequence, CreateView,
                                  DropView, Execute, Opaque> auto&) { return Taken{}; }},
        *step.operation);
}

Taken taken_by(const sql::Effect& effect) {
    using Kind = sql::Effect::Kind;
    switch (effect.kind) {
        case Kind::update:
        case Kind::remove:
            return {Mode::none,
                    effect.rows != sql::Effect::Rows::chosen ? "changes the rows of " + to_string(effect.table) : ""};
        case Kind::truncate:
        case Kind::lock:
            return {Mode::access_exclusive, ""};
        case Kind::rewrite:
        case Kind::move:
            return {Mode::access_exclusive, "writes " + to_string(effect.table) + " anew"};
        default:
            return {};
    }
}

class LockReader {
  public:
    explicit LockReader(const replay::FileRuns& side) : side_(side) {}

    void read(const Step& step, std::size_t number) {
        if (step.place.autocommit != autocommit_) ++transaction_;
        autocommit_ = step.place.autocommit;
        if (autocommit_) ++transaction_;
        for (const sql::Effect& effect : effects_of(step)) {
            if (effect.kind == sql::Effect::Kind::transaction) ++transaction_;
            take(effect.table, taken_by(effect), step, number);
        }
        const std::optional<TableName> table = table_of(*step.operation);
        if (table) take(*table, taken_by(step), step, number);
        if (const auto* key = std::get_if<CreateForeignKey>(step.operation); key != nullptr)
            take(key->foreign_key.target, {Mode::share_row_exclusive, ""}, step, number);
    }

    std::vector<Lock> locks;

  private:
    void take(const TableName& table, Taken taken, const Step& step, std::size_t number) {
        if ((taken.mode == Mode::none && taken.work.empty()) || !stood_before(side_, table)) return;
        locks.push_back({taken.mode, table, std::move(taken.work), step.place.line, number, transaction_});
    }

    const replay::FileRuns& side_;
    int transaction_ = 0;
    bool autocommit_ = false;
};

}  // namespace

std::vector<Lock> locks_of(const replay::FileRuns& side, const std::vector<Step>& steps) {
    LockReader reader(side);
    for (std::size_t i = 0; i < steps.size(); ++i) reader.read(steps[i], i);
    return std::move(reader.locks);
}

bool rewrites(const Type& from, const Type& to) {
    if (from == to || !is_known(from) || !is_known(to)) return false;
    if (from.kind == TypeKind::enumeration && to.kind == from.kind && from.name == to.name) return false;
    if (is_text(from) && to.kind == TypeKind::text) return false;
    if (is_text(from) && to.kind == TypeKind::string)
        return to.length && !(from.kind == TypeKind::string && from.length && *from.length <= *to.length);
    if (from.kind == TypeKind::numeric && to.kind == TypeKind::numeric)
        return to.precision && !(from.precision && from.scale == to.scale && *from.precision <= *to.precision);
    const bool timed =
        from.kind == TypeKind::datetime || from.kind == TypeKind::time || from.kind == TypeKind::interval;
    if (timed && from.kind == to.kind && from.timezone == to.timezone)
        return to.precision && !(from.precision && *from.precision <= *to.precision);
    return true;
}

std::vector<std::string> checks_on(const Table& table, const std::string& column) {
    std::vector<std::string> names;
    for (const Check& check : table.checks) {
        if (!columns_in_expression(check.sql, {column}).empty()) names.push_back(check.name);
    }
    return names;
}

std::string rewrite_reason(const Column& column) {
    constexpr std::array<std::string_view, 8> kVolatile = {"gen_random_uuid(", "uuid_generate_v", "random(",
                                                           "clock_timestamp(", "timeofday(",      "nextval(",
                                                           "uuidv7(",          "uuidv4("};
    if (column.identity) return "each row gets a number";
    if (column.computed) return "its value is computed for each row and stored";
    if (!column.server_default) return "";
    const std::string sql = base::lower(column.server_default->sql);
    const bool differs = std::any_of(kVolatile.begin(), kVolatile.end(),
                                     [&](std::string_view call) { return sql.find(call) != std::string::npos; });
    return differs ? "its default " + column.server_default->sql + " differs row by row" : "";
}

bool is_checked_not_null(const Table& table, const std::string& column) {
    return std::any_of(table.checks.begin(), table.checks.end(), [&](const Check& check) {
        const std::string sql = base::lower(base::replace_all(check.sql, "\"", ""));
        return !check.not_valid && base::trim(sql) == base::lower(column) + " is not null";
    });
}

}  // namespace migrate::lint
