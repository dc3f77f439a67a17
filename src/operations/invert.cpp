#include <algorithm>

#include "base/attempt.h"
#include "operations/diff.h"
#include "operations/hanging.h"
#include "schema/naming.h"
#include "schema/view_text.h"

namespace migrate {
namespace {

/// What the two schemas around an operation say of its inverse; renames and the like, which a comparison
/// cannot see, are turned round by hand.
class Inversion {
  public:
    Inversion(const Schema& before, const Schema& after) : before_(before), after_(after) {}

    Result<std::vector<Operation>> operator()(const RenameTable& o) const { return one(RenameTable{o.to, o.from}); }
    Result<std::vector<Operation>> operator()(const RenameColumn& o) const {
        return one(RenameColumn{o.table, o.to, o.from});
    }
    Result<std::vector<Operation>> operator()(const RenameIndex& o) const {
        return one(RenameIndex{o.schema, o.to, o.from});
    }
    Result<std::vector<Operation>> operator()(const RenameConstraint& o) const {
        return one(RenameConstraint{o.table, o.to, o.from});
    }
    Result<std::vector<Operation>> operator()(const RenameEnum& o) const { return one(RenameEnum{o.to, o.from}); }
    Result<std::vector<Operation>> operator()(const RenameEnumLabel& o) const {
        return one(RenameEnumLabel{o.name, o.to, o.from});
    }
    Result<std::vector<Operation>> operator()(const CreateView& o) const {
        const auto old = before_.views.find(o.name);
        if (old == before_.views.end()) return one(DropView{.name = o.name, .materialized = is_materialized(o.sql)});
        return one(CreateView{o.name, old->second, true});
    }
    Result<std::vector<Operation>> operator()(const Execute& o) const {
        if (!o.down_sql) {
            return fail("irreversible", "SQL cannot be turned round by itself: " + describe(o), "give its down_sql");
        }
        return one(Execute{*o.down_sql, o.sql, o.takes, o.makes});
    }
    Result<std::vector<Operation>> operator()(const Opaque& o) const {
        return fail("irreversible", "what was not understood cannot be turned round: " + o.reason,
                    "write its downgrade", o.where);
    }
    Result<std::vector<Operation>> operator()(const AlterColumn& o) const {
        std::vector<Operation> operations = diff(after_, before_);
        for (Operation& operation : operations) {
            auto* change = std::get_if<AlterColumn>(&operation);
            if (!change || !change->type) continue;
            if (!o.down_using_sql.empty())
                change->down_using_sql = o.down_using_sql;  // its values have a way of their own
            if (o.using_sql.empty()) continue;
            change->using_sql = !o.down_using_sql.empty() ? o.down_using_sql
                                                          : cast_of(change->column, o.type.value_or(*change->type),
                                                                    *change->type, after_.dialect);
        }
        return carry(operations, after_);
    }
    Result<std::vector<Operation>> operator()(const CreateIndex& o) const {
        std::vector<Operation> operations = diff(after_, before_);
        for (Operation& operation : operations) {
            if (auto* drop = std::get_if<DropIndex>(&operation)) drop->concurrently = o.concurrently;
        }
        return operations;
    }
    Result<std::vector<Operation>> operator()(const DropIndex& o) const {
        std::vector<Operation> operations = diff(after_, before_);
        for (Operation& operation : operations) {
            if (auto* creation = std::get_if<CreateIndex>(&operation)) creation->concurrently = o.concurrently;
        }
        return operations;
    }
    Result<std::vector<Operation>> operator()(const CreateTable&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const DropTable&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CommentTable&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const AddColumn&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const DropColumn&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreatePrimaryKey&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreateUnique&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreateCheck&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreateForeignKey&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreateExclude&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const DropConstraint&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const ValidateConstraint&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreateEnum&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const DropEnum&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const AddEnumLabel&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const CreateSequence&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const DropSequence&) const { return compared(); }
    Result<std::vector<Operation>> operator()(const DropView&) const { return compared(); }

  private:
    static std::vector<Operation> one(Operation operation) { return {std::move(operation)}; }
    std::vector<Operation> compared() const { return diff(after_, before_); }

    const Schema& before_;
    const Schema& after_;
};

bool changes_no_schema(const Operation& operation) {
    return std::holds_alternative<Execute>(operation) || std::holds_alternative<Opaque>(operation);
}

/// Adds what the inverse does not bring back by itself, such as the spelling of a check that a rename went
/// through.
Result<std::vector<Operation>> complete_inverse(std::vector<Operation> operations, const Schema& after,
                                                const Schema& before) {
    const Result<Schema> back = migrate::apply(operations, after);
    if (!back) return tl::unexpected(back.error());
    if (same_schema(*back, before)) return operations;
    std::vector<Operation> rest = diff(*back, before);
    const Schema restored = TRY(migrate::apply(rest, *back));
    if (!same_schema(restored, before)) {
        return fail("irreversible", "no operations lead back: " + differences(restored, before).front());
    }
    std::move(rest.begin(), rest.end(), std::back_inserter(operations));
    return operations;
}

Result<std::vector<Operation>> invert_between(const Operation& operation, const Schema& before, const Schema& after) {
    if (changes_no_schema(operation)) return std::visit(Inversion(before, after), operation);
    if (same_schema(before, after)) return std::vector<Operation>{};
    Result<std::vector<Operation>> inverse = std::visit(Inversion(before, after), operation);
    if (!inverse) return inverse;
    return complete_inverse(std::move(*inverse), after, before);
}

}  // namespace

Result<std::vector<Operation>> invert(const Operation& operation, const Schema& before) {
    const Schema after = TRY(migrate::apply(operation, before));
    return invert_between(operation, before, after);
}

Result<std::vector<Operation>> invert(const std::vector<Operation>& operations, const Schema& before) {
    std::vector<std::vector<Operation>> inverses;
    Schema schema = before;
    for (const Operation& operation : operations) {
        Schema after = TRY(migrate::apply(operation, schema));
        Result<std::vector<Operation>> inverse = invert_between(operation, schema, after);
        if (!inverse) return inverse;
        inverses.push_back(std::move(*inverse));
        schema = std::move(after);
    }
    std::vector<Operation> whole;
    for (auto inverse = inverses.rbegin(); inverse != inverses.rend(); ++inverse) {
        std::move(inverse->begin(), inverse->end(), std::back_inserter(whole));
    }
    return whole;
}

}  // namespace migrate
