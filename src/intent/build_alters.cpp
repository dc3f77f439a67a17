// Changes of columns that are there: nullability, type, length, default.
#include <algorithm>
#include <charconv>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/alter_doubts.h"
#include "intent/build.h"
#include "intent/new_column.h"
#include "operations/casts.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

struct Traits {
    std::optional<bool> nullable;
    std::optional<Type> type;
    std::optional<const Node*> value;  ///< of a default
    bool unique = false;
    bool not_unique = false;
    bool indexed = false;
};

std::string_view rule_of(const Node& node) {
    return node.production == nullptr ? std::string_view() : node.production->rule;
}

Build<std::monostate> read_trait(const Context& context, const Node& trait, Traits& traits, Draft& draft) {
    bool fresh = false;
    if (const auto* nulls = find_part(trait, "null_trait")) {
        fresh = set_once(traits.nullable, find_part(*nulls, "not_null") == nullptr);
    } else if (const auto* node = find_part(trait, "type")) {
        auto type = TRY(read_type_node(context, *node, draft));
        fresh = set_once(traits.type, std::move(type));
    } else if (const auto* value = find_part(trait, "value")) {
        fresh = set_once(traits.value, value);
    } else if (has_mark(trait, "indexed")) {
        fresh = set_once(traits.indexed);
    } else {
        fresh = set_once(has_mark(trait, "not") || has_mark(trait, "non") ? traits.not_unique : traits.unique);
    }
    return fresh ? Build<std::monostate>(std::monostate{}) : not_understood(words_of(context, trait));
}

Build<Traits> read_traits(const Context& context, const std::vector<const Node*>& nodes, Draft& draft) {
    Traits traits;
    for (const auto* node : nodes) {
        if (rule_of(*node) == "null_trait") {
            traits.nullable = find_part(*node, "not_null") == nullptr;
            continue;
        }
        for (const auto* trait : find_parts(*node, "trait")) {
            if (auto done = read_trait(context, *trait, traits, draft); !done) return tl::unexpected(done.error());
        }
    }
    return traits;
}

RequestedAlterColumn alter_of(const TableName& table, const std::string& column) {
    RequestedAlterColumn change;
    change.alter.table = table;
    change.alter.column = column;
    return change;
}

bool is_array_ambiguous(const Traits& traits, const Refs& refs) {
    return refs.columns.size() > 1 && (traits.unique || traits.not_unique || traits.indexed);
}

void add_changes(const Traits& traits, const Refs& refs, Draft& draft) {
    for (const auto& column : refs.columns) {
        auto change = alter_of(refs.table, column);
        change.alter.nullable = traits.nullable;
        change.alter.type = traits.type;
        if (traits.nullable || traits.type || traits.value) draft.operations.emplace_back(std::move(change));
        if (traits.unique) draft.operations.emplace_back(CreateUnique{refs.table, {{}, {column}, false, {}}, {}});
        if (traits.not_unique) {
            draft.operations.emplace_back(RequestedDropConstraint{refs.table, {}, ConstraintKind::unique, {column}});
        }
        if (traits.indexed) {
            CreateIndex create{refs.table, {}, false, false};
            create.index.elements.push_back({column, {}, false, {}, {}, {}});
            draft.operations.emplace_back(std::move(create));
        }
    }
}

Build<Draft> null_change(const std::vector<Refs>& refs, bool nullable, Draft draft) {
    Traits traits;
    traits.nullable = nullable;
    for (const auto& each : refs) add_changes(traits, each, draft);
    return draft;
}

// "from integer to bigint": the column must be what is said of it.
bool is_as_said(const Type& there, const Type& said, Dialect dialect) {
    const auto lowered = lower(said, dialect);
    if (there.kind != lowered.kind) return false;
    return (!lowered.length || lowered.length == there.length) &&
           (!lowered.precision || lowered.precision == there.precision);
}

std::optional<int> read_int(const std::string& text) {
    int number = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

Build<std::monostate> check_lengths(const Node& node, const std::string& what, const Type& there,
                                    std::optional<int> old_length, int wanted) {
    const auto contradicts = [&](const std::string& how) {
        return refuse("contradicts", what + " " + how, "say the length it shall have, or `change … to string(n)`");
    };
    if (there.kind != TypeKind::string && there.kind != TypeKind::char_)
        return contradicts("is no string, so it has no length");
    if (old_length && there.length != old_length) return contradicts("is not of length " + std::to_string(*old_length));
    if (has_mark(node, "INCREASE") && (!there.length || *there.length >= wanted)) {
        return contradicts("is not shorter than " + std::to_string(wanted) + " already");
    }
    if (has_mark(node, "REDUCE") && there.length && *there.length <= wanted) {
        return contradicts("is not longer than " + std::to_string(wanted) + " already");
    }
    return std::monostate{};
}

}  // namespace

Build<std::vector<Refs>> refs_of(const Context& context, const Node& statement, Draft& draft) {
    if (const auto* refs = find_part(statement, "refs")) return resolve_refs(context, *refs, draft);
    if (const auto* refs = find_part(statement, "nulled")) return resolve_refs(context, *refs, draft);
    if (const auto* refs = find_part(statement, "required")) return resolve_refs(context, *refs, draft);
    return resolve_columns_of(context, *find_part(statement, "cols"), find_part(statement, "tables"), draft);
}

// The default that the traits give the columns, put into their changes.
static Build<Draft> with_default(const Context& context, const Traits& traits, Draft draft) {
    if (!traits.value) return draft;
    for (auto& operation : draft.operations) {
        auto* change = std::get_if<RequestedAlterColumn>(&operation);
        if (change == nullptr) continue;
        const auto* column = find_column(context.schema, change->alter.table, change->alter.column);
        const auto* type = traits.type ? &*traits.type : column == nullptr ? nullptr : &column->type;
        auto value = TRY(read_default(context, **traits.value, type));
        change->alter.set_default = true;
        change->alter.server_default = value;
    }
    return draft;
}

Build<Draft> build_traits(const Context& context, const std::vector<Refs>& refs,
                          const std::vector<const Node*>& nodes) {
    Draft draft;
    auto traits = TRY(read_traits(context, nodes, draft));
    for (const auto& each : refs) {
        if (is_array_ambiguous(traits, each)) {
            return refuse("ambiguous", base::join(each.columns, " and ") + ": together, or each on its own?",
                          "write `add unique constraint on " + to_string(each.table) + "(" +
                              base::join(each.columns, ", ") + ")`, or one statement for each");
        }
        add_changes(traits, each, draft);
    }
    return with_default(context, traits, std::move(draft));
}

// "…, backfill with 'x'" and "… default 'x'", behind what is said of nullability.
static Build<Draft> with_value(const Context& context, const Node& node, Draft draft) {
    const auto* fill = find_part(node, "fill");
    const auto* value = fill == nullptr ? find_part(node, "value") : find_part(*fill, "filled");
    if (value == nullptr) return draft;
    for (auto& operation : draft.operations) {
        auto* change = std::get_if<RequestedAlterColumn>(&operation);
        if (change == nullptr || (fill != nullptr && change->alter.nullable != false))
            return not_understood(words_of(context, *value));
        const auto* column = find_column(context.schema, change->alter.table, change->alter.column);
        auto read = TRY(read_default(context, *value, column == nullptr ? nullptr : &column->type));
        if (!read || (fill != nullptr && read->on_sqlite)) return not_understood(words_of(context, *value));
        if (fill != nullptr) {
            change->backfill = read->sql;
        } else {
            change->alter.set_default = true;
            change->alter.server_default = read;
        }
    }
    return draft;
}

Build<Draft> build_make_trait(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    if (names_types(context, node)) return not_understood(words_of(context, node));
    if (empties_rows(node)) {
        const auto column = to_string(refs.front().table) + "." + refs.front().columns.front();
        return refuse("ambiguous",
                      "\"" + source_text(context, node) + "\" can allow NULL in " + column +
                          ", or empty it in the rows that are there",
                      "write `make " + column + " nullable`, or send an execute operation");
    }
    if (find_part(node, "dropped") != nullptr || find_part(node, "nulled") != nullptr)
        return null_change(refs, true, std::move(draft));
    if (find_part(node, "required") != nullptr) return null_change(refs, false, std::move(draft));
    auto nodes = find_parts(node, "traits");
    if (const auto* trait = find_part(node, "trait")) {
        if (rule_of(*trait) != "null_trait")
            return with_value(context, node, *null_change(refs, false, std::move(draft)));
        nodes.push_back(trait);
    }
    auto changes = build_traits(context, refs, nodes);
    if (!changes) return changes;
    append(draft, std::move(*changes));
    return with_value(context, node, std::move(draft));
}

Build<Draft> build_change_type(const Context& context, const Node& node) {
    Draft draft;
    if (names_types(context, node)) return not_understood(words_of(context, node));
    auto refs = TRY(refs_of(context, node, draft));
    auto type = read_type_node(context, *find_part(node, "type"), draft);
    if (!type) return tl::unexpected(type.error());
    for (const auto& [table, columns] : refs) {
        for (const auto& column : columns) {
            if (const auto* said = find_part(node, "old")) {
                auto old_type = TRY(read_type_node(context, *said, draft));
                const auto* there = find_column(context.schema, table, column);
                if (there != nullptr && !is_as_said(there->type, old_type, context.schema.dialect)) {
                    return refuse("contradicts",
                                  to_string(table) + "." + column + " is not " + source_text(context, *said) + " but " +
                                      write_type(there->type),
                                  "leave out the old type, or correct it");
                }
            }
            auto change = alter_of(table, column);
            change.alter.type = *type;
            if (const auto* zone = find_part(node, "zone")) {
                const auto* there = find_column(context.schema, table, column);
                if (there == nullptr) return not_understood({column});
                change.alter.using_sql = using_zone(column, there->type, lower(*type, Dialect::postgresql),
                                                    quote_text(value_text(context, *zone)));
                if (change.alter.using_sql.empty()) {
                    return refuse("no_zone",
                                  "a time zone says nothing for a change of " + to_string(table) + "." + column +
                                      " from " + write_type(there->type) + " to " + write_type(*type),
                                  "leave out: at time zone");
                }
            }
            draft.operations.emplace_back(std::move(change));
        }
    }
    return draft;
}

Build<Draft> build_lengthen(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    const auto wanted = read_int(source_text(context, *find_part(node, "number")));
    const auto* old_node = find_part(node, "old");
    const auto old_length = old_node == nullptr ? std::nullopt : read_int(source_text(context, *old_node));
    if (!wanted || (old_node != nullptr && !old_length))
        return not_understood(words_of(context, *find_part(node, "number")));
    for (const auto& [table, columns] : refs) {
        for (const auto& column : columns) {
            const auto* there = find_column(context.schema, table, column);
            if (there == nullptr) return not_understood({column});
            const auto what = to_string(table) + "." + column;
            if (auto done = check_lengths(node, what, there->type, old_length, *wanted); !done)
                return tl::unexpected(done.error());
            const auto name = there->type.kind == TypeKind::char_ ? "char" : "string";
            auto type = read_type(std::string(name) + "(" + std::to_string(*wanted) + ")");
            if (!type) return tl::unexpected<Refusal>(Refusal{type.error(), {}});
            auto change = alter_of(table, column);
            change.alter.type = std::move(*type);
            draft.operations.emplace_back(std::move(change));
        }
    }
    return draft;
}

Build<Draft> build_set_default(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    for (const auto& [table, columns] : refs) {
        for (const auto& column : columns) {
            const auto* there = find_column(context.schema, table, column);
            auto value =
                TRY(read_default(context, *find_part(node, "value"), there == nullptr ? nullptr : &there->type));
            auto change = alter_of(table, column);
            change.alter.set_default = true;
            change.alter.server_default = value;
            draft.operations.emplace_back(std::move(change));
        }
    }
    return draft;
}

Build<Draft> build_drop_default(const Context& context, const Node& node) {
    Draft draft;
    auto refs = TRY(refs_of(context, node, draft));
    for (const auto& [table, columns] : refs) {
        for (const auto& column : columns) {
            auto change = alter_of(table, column);
            change.alter.set_default = true;
            draft.operations.emplace_back(std::move(change));
        }
    }
    return draft;
}

}  // namespace migrate::intent
