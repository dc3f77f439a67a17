#include <algorithm>
#include <map>
#include <set>

#include "base/allowance.h"
#include "base/attempt.h"
#include "operations/objects.h"
#include "plan/batch.h"
#include "render/statements.h"
#include "schema/naming.h"

namespace migrate::render {

namespace {

constexpr int kIndent = 4;

std::string blanks(int count) {
    return std::string(static_cast<std::size_t>(count), ' ');
}

/// Names that stand for a type or default used in the body, in front of it.
std::vector<std::string> preamble(Needs& needs, const Style& style) {
    std::vector<std::string> lines;
    const auto assign = [&](const std::string& name, const python::Code& value) {
        for (std::string& line : python::print_assignment(name, value, kIndent, style.line_length, style.quotes)) {
            lines.push_back(std::move(line));
        }
    };
    if (needs.is_postgres) assign("is_postgres", python::raw("op.get_context().dialect.name == \"postgresql\""));
    if (needs.uuid_type) {
        const python::Code variant =
            python::call(postgresql_class("UUID", needs), {python::keyword("as_uuid", python::raw("True"))});
        assign("uuid_type", python::method(python::call("sa.String", {python::raw("36")}), "with_variant",
                                           {variant, python::text("postgresql")}));
    }
    if (needs.uuid_default) {
        assign("uuid_default", python::conditional(python::call("sa.text", {python::text("gen_random_uuid()")}),
                                                   python::raw("is_postgres"), python::raw("None")));
    }
    return lines;
}

/// True where the step's one text on PostgreSQL would be a mistake on SQLite.
bool is_written_apart(const Step& step, const Needs& needs) {
    if (step.only || needs.only) return false;
    if (const auto* drop = std::get_if<DropTable>(&step.operation)) return drop->cascade;
    const auto* create = std::get_if<CreateIndex>(&step.operation);
    return create != nullptr && std::any_of(create->index.elements.begin(), create->index.elements.end(),
                                            [](const IndexElement& element) { return !element.nulls.empty(); });
}

/// The steps, those that SQLite has other words for once for each database.
std::vector<Step> apart(const std::vector<Step>& steps, const Needs& needs) {
    std::vector<Step> written;
    for (const Step& step : steps) {
        if (!is_written_apart(step, needs)) {
            written.push_back(step);
            continue;
        }
        for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
            for (Operation& operation : lower({step}, dialect)) written.push_back({std::move(operation), dialect});
        }
    }
    return written;
}

class Body {
  public:
    Body(const std::vector<Step>& steps, plan::Heads& now, const Style& style, Needs& needs)
        : steps_(apart(steps, needs)), now_(now), style_(style), needs_(needs) {}

    Result<void> write() {
        for (const plan::Block& block : house_blocks(plan::blocks_of(steps_, now_.sqlite))) {
            base::step();
            note_made_types(block.first);
            if (block.first + block.size <= taken_) {
                if (Result<void> done = advance(steps_[block.first]); !done) return done;
                continue;
            }
            const std::optional<Dialect> only = steps_[block.first].only;
            const int indent = enter(only, block.batch || block.size > 1);
            if (Result<void> done = write_block(block, indent); !done) return done;
            last_was_big_ = block.batch;
        }
        return {};
    }

    std::vector<std::string> lines;

  private:
    /// A table makes its own enums where the house leaves that to it: their steps are taken with it.
    void note_made_types(std::size_t first) {
        if (std::holds_alternative<CreateTable>(steps_[first].operation)) return;
        needs_.made_types = enums_of_table(steps_, first, needs_);
        const auto* create = std::get_if<CreateEnum>(&steps_[first].operation);
        if (create != nullptr && needs_.made_types.contains(create->type.name.name))
            taken_ = std::max(taken_, first + 1);
    }

    /// The table of a step that batch mode takes besides those that SQLite needs it for.
    const TableName* taken_by_batch(const Operation& operation) const {
        if (const auto* rename = std::get_if<RenameColumn>(&operation)) return &rename->table;
        const auto* create = std::get_if<CreateIndex>(&operation);
        const auto* drop = std::get_if<DropIndex>(&operation);
        const TableName* table = create != nullptr                ? &create->table
                                 : drop != nullptr && drop->table ? &*drop->table
                                                                  : nullptr;
        if (table == nullptr || runs_concurrently(operation)) return nullptr;
        return (makes_or_drops(*table) ? needs_.form.batch_new_indexes : needs_.form.batch_indexes) ? table : nullptr;
    }

    /// True for a table that the steps make, or drop again.
    bool makes_or_drops(const TableName& table) const {
        return std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) {
            const auto* create = std::get_if<CreateTable>(&step.operation);
            const auto* drop = std::get_if<DropTable>(&step.operation);
            return (create != nullptr && create->table.name == table) || (drop != nullptr && drop->table == table);
        });
    }

    /// True for a block that the house has in batch mode though no database asks for it.
    bool is_batch_by_house(const plan::Block& block) const {
        const auto first = steps_.begin() + static_cast<std::ptrdiff_t>(block.first);
        const bool adds_only =
            std::all_of(first, first + static_cast<std::ptrdiff_t>(block.size),
                        [](const Step& step) { return std::holds_alternative<AddColumn>(step.operation); });
        const auto is_index = [](const Operation& operation) {
            return std::holds_alternative<CreateIndex>(operation) || std::holds_alternative<DropIndex>(operation);
        };
        if (is_index(first->operation)) return true;  // taken_by_batch chose its table
        return adds_only ? needs_.form.batch_add_column : needs_.form.batch_always;
    }

    /// Steps that no database rebuilds a table for.
    bool rebuilds_nothing(const plan::Block& block) const {
        const auto first = steps_.begin() + static_cast<std::ptrdiff_t>(block.first);
        return needs_.only == Dialect::postgresql ||
               std::all_of(first, first + static_cast<std::ptrdiff_t>(block.size), [](const Step& step) {
                   return std::holds_alternative<AddColumn>(step.operation) ||
                          std::holds_alternative<CreateIndex>(step.operation) ||
                          std::holds_alternative<DropIndex>(step.operation);
               });
    }

    /// The blocks as the house has them: batch mode also where no database needs it, and runs on one table in one.
    std::vector<plan::Block> house_blocks(std::vector<plan::Block> blocks) const {
        const project::Form& form = needs_.form;
        if (!form.batch_always && !form.batch_add_column && !form.batch_indexes && !form.batch_new_indexes)
            return blocks;
        std::vector<plan::Block> own;
        for (plan::Block& block : blocks) {
            if (block.table.name.empty()) {
                const TableName* table = taken_by_batch(steps_[block.first].operation);
                if (table != nullptr) block.table = *table;
            }
            block.batch =
                block.batch || (!block.table.name.empty() && rebuilds_nothing(block) && is_batch_by_house(block));
            const bool joins = block.batch && !own.empty() && own.back().batch && own.back().table == block.table &&
                               steps_[own.back().first].only == steps_[block.first].only;
            if (joins)
                own.back().size += block.size;
            else
                own.push_back(block);
        }
        return own;
    }

    /// Opens or leaves `if is_postgres:` and returns the indent of what follows.
    int enter(std::optional<Dialect> only, bool big) {
        const bool same = !lines.empty() && only == side_;
        if (!lines.empty() && (!same || big || last_was_big_)) lines.push_back("");
        if (!same && only) {
            needs_.is_postgres = true;
            lines.push_back(blanks(kIndent) +
                            (*only == Dialect::postgresql ? "if is_postgres:" : "if not is_postgres:"));
        }
        side_ = only;
        return only ? 2 * kIndent : kIndent;
    }

    Result<void> write_block(const plan::Block& block, int indent) {
        if (block.batch) {
            for (std::string& line : target_lines(block, indent)) lines.push_back(std::move(line));
            for (std::string& line : batch_line(block, indent)) lines.push_back(std::move(line));
            indent += kIndent;
        }
        bool empty = true;
        for (std::size_t i = block.first; i < block.first + block.size; ++i) {
            const bool in_arguments = unnamed(steps_[i].operation) || leaves_check_out(steps_[i].operation);
            if (i < taken_ || (block.batch && in_arguments)) {
                if (Result<void> done = advance(steps_[i]); !done) return done;
                continue;  // stands in its column, or in the table_args
            }
            empty = false;
            const Folded folded = fold_into_columns(steps_, i, needs_);
            taken_ = std::max(taken_, folded.taken == 0 ? 0 : i + 1 + folded.taken);
            Code statement = TRY(write_statement(steps_[i], now_, block.batch, needs_, folded.within));
            const bool concurrent = needs_autocommit(steps_[i].operation);
            if (concurrent) lines.push_back(blanks(indent) + "with op.get_context().autocommit_block():");
            for (std::string& line : python::print_statement(statement, indent + (concurrent ? kIndent : 0),
                                                             style_.line_length, style_.quotes)) {
                lines.push_back(std::move(line));
            }
            if (Result<void> done = advance(steps_[i]); !done) return done;
        }
        if (empty) lines.push_back(blanks(indent) + "pass");
        return {};
    }

    Result<void> advance(const Step& step) {
        now_ = TRY(plan::advance(step, std::move(now_)));
        return {};
    }

    /// The constraint that a step makes without a name, as SQLAlchemy writes it: batch mode takes such only as
    /// table_args.
    std::optional<Code> unnamed(const Operation& operation) const {
        if (!makes_unnamed(operation)) return std::nullopt;
        if (const auto* check = std::get_if<CreateCheck>(&operation)) return write_check(check->check, needs_);
        if (const auto* unique = std::get_if<CreateUnique>(&operation)) return write_unique(unique->unique, needs_);
        if (const auto* primary = std::get_if<CreatePrimaryKey>(&operation))
            return write_primary_key(primary->primary_key, needs_);
        const auto* key = std::get_if<CreateForeignKey>(&operation);
        if (key == nullptr) return std::nullopt;  // EXCLUDE, which SQLite does not have
        return write_foreign_key_to(key->foreign_key, variable_of(key->foreign_key.target), needs_);
    }

    /// A rebuild loses a CHECK without a name by itself.
    static bool leaves_check_out(const Operation& operation) {
        const auto* drop = std::get_if<DropConstraint>(&operation);
        return drop != nullptr && drop->name.empty() && drop->kind == ConstraintKind::check;
    }

    /// The variable that holds a table which an unnamed key points to.
    static std::string variable_of(const TableName& table) {
        std::string name = table.schema.empty() ? table.name : table.schema + "_" + table.name;
        for (char& c : name) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
            if (!plain) c = '_';
        }
        return "to_" + name;
    }

    /// `to_parts = sa.Table("parts", sa.MetaData(), sa.Column("id"))` for each table that an unnamed key of the block
    /// points to.
    std::vector<std::string> target_lines(const plan::Block& block, int indent) const {
        std::map<TableName, std::set<std::string>> targets;
        for (std::size_t i = block.first; i < block.first + block.size; ++i) {
            const auto* create = std::get_if<CreateForeignKey>(&steps_[i].operation);
            if (create == nullptr || !create->foreign_key.name.empty()) continue;
            const ForeignKey& key = create->foreign_key;
            targets[key.target].insert(key.target_columns.begin(), key.target_columns.end());
        }
        std::vector<std::string> made;
        for (const auto& [table, columns] : targets) {
            std::vector<Code> arguments = {python::text(table.name), python::call("sa.MetaData", {})};
            for (const std::string& column : columns)
                arguments.push_back(python::call("sa.Column", {python::text(column)}));
            if (!table.schema.empty()) arguments.push_back(python::keyword("schema", python::text(table.schema)));
            for (std::string& line :
                 python::print_assignment(variable_of(table), python::call("sa.Table", std::move(arguments)), indent,
                                          style_.line_length, style_.quotes)) {
                made.push_back(std::move(line));
            }
        }
        return made;
    }

    /// What PostgreSQL does not let stand in a transaction with the rest.
    static bool needs_autocommit(const Operation& operation) {
        return runs_concurrently(operation) || std::holds_alternative<AddEnumLabel>(operation);
    }

    /// SQLite's unnamed CHECKs that are there after the block without being made by it: a dropped column takes its own
    /// along.
    std::vector<Check> unnamed_checks_kept(const plan::Block& block) const {
        std::vector<Check> kept;
        if (needs_.only == Dialect::postgresql) return kept;
        const auto first = steps_.begin() + static_cast<std::ptrdiff_t>(block.first);
        const std::vector<Step> part(first, first + static_cast<std::ptrdiff_t>(block.size));
        const Result<Schema> after = migrate::apply(lower(part, Dialect::sqlite), now_.sqlite);
        const Table* table_after = after ? find_table(*after, block.table) : nullptr;
        if (table_after == nullptr) return kept;
        for (const Check& check : table_after->checks) {
            const Operation made = CreateCheck{block.table, check};
            const bool is_made = std::ranges::any_of(part, [&](const Step& step) { return step.operation == made; });
            if (check.name.empty() && !is_made) kept.push_back(check);
        }
        return kept;
    }

    /// `with op.batch_alter_table(...) as batch_op:`; SQLite's unnamed CHECKs, which a rebuild would lose, are given
    /// along.
    std::vector<std::string> batch_line(const plan::Block& block, int indent) const {
        std::vector<Code> arguments = {python::text(block.table.name)};
        if (!block.table.schema.empty())
            arguments.push_back(python::keyword("schema", python::text(block.table.schema)));
        else if (needs_.form.batch_schema)
            arguments.push_back(python::keyword("schema", python::raw("None")));
        std::vector<Code> checks;
        for (const Check& check : unnamed_checks_kept(block)) checks.push_back(write_check(check, needs_));
        std::size_t without_call = 0;
        std::vector<std::pair<Code, Code>> convention;
        for (std::size_t i = block.first; i < block.first + block.size; ++i) {
            const Operation& operation = steps_[i].operation;
            without_call += leaves_check_out(operation) ? 1 : 0;
            if (const auto* drop = std::get_if<DropConstraint>(&operation); drop != nullptr && drop->name.empty()) {
                const std::string key = drop->kind ? convention_key(*drop->kind) : "";
                const bool known = std::any_of(convention.begin(), convention.end(),
                                               [&](const auto& each) { return each.first == python::text(key); });
                if ((key == "uq" || key == "fk") && !known)
                    convention.emplace_back(python::text(key), python::text(key + std::string(kBatchConvention)));
            }
            std::optional<Code> made = unnamed(operation);
            if (!made) continue;
            checks.push_back(std::move(*made));
            without_call += 1;
        }
        if (!convention.empty())
            arguments.push_back(python::keyword("naming_convention", python::dict(std::move(convention))));
        const bool calls_nothing = without_call == block.size;
        if (calls_nothing) {
            arguments.push_back(python::keyword("recreate", python::text("always")));  // no call asks for it
        }
        const Table* there = find_table(now_.sqlite, block.table);
        if (there != nullptr && there->primary_key && there->primary_key->autoincrement)
            arguments.push_back(python::keyword(
                "table_kwargs", python::dict({{python::text("sqlite_autoincrement"), python::raw("True")}})));
        if (!checks.empty()) arguments.push_back(python::keyword("table_args", python::list(std::move(checks))));
        return python::print_with(python::call("op.batch_alter_table", std::move(arguments)),
                                  calls_nothing ? "" : "batch_op", indent, style_.line_length, style_.quotes);
    }

    const std::vector<Step> steps_;
    plan::Heads& now_;
    const Style& style_;
    Needs& needs_;
    std::optional<Dialect> side_;
    bool last_was_big_ = false;
    std::size_t taken_ = 0;  ///< steps before this one are written
};

}  // namespace

Result<std::vector<std::string>> write_body(const std::vector<Step>& steps, plan::Heads& before, const Style& style,
                                            Needs& needs) {
    if (steps.empty()) return std::vector<std::string>{blanks(kIndent) + "pass"};
    Needs own;
    own.wrapped_names = needs.wrapped_names;
    own.only = needs.only;
    own.form = needs.form;
    own.restores = needs.restores;
    own.portable = needs.portable;
    own.template_text = needs.template_text;
    own.own_types = needs.own_types;
    own.raw_types = needs.raw_types;
    own.imports = needs.imports;
    Body body(steps, before, style, own);
    TRY(body.write());
    std::vector<std::string> lines = preamble(own, style);
    const bool has_preamble = !lines.empty();
    if (has_preamble) lines.push_back("");
    lines.insert(lines.end(), body.lines.begin(), body.lines.end());
    needs.postgresql_module = needs.postgresql_module || own.postgresql_module;
    needs.postgresql_names.insert(own.postgresql_names.begin(), own.postgresql_names.end());
    needs.raw_types = own.raw_types;
    needs.imports = own.imports;
    return lines;
}

}  // namespace migrate::render
