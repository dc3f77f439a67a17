// The values that a column may hold: the house keeps them in a CHECK, `status IN ('A','B')`.
#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/build.h"
#include "intent/listed_values.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

struct Listing {
    const Check* check = nullptr;  ///< the one CHECK that lists the column's values
    std::vector<std::string> values;
};

std::string name_of(const Refs& refs) {
    return to_string(refs.table) + "." + refs.columns.front();
}

/// The one CHECK that lists the values of the column, if there is one. Error "ambiguous" for several.
Build<Listing> listing_of(const Table& table, const Refs& refs) {
    Listing found;
    std::vector<std::string> names;
    for (const auto& check : table.checks) {
        auto values = values_listed(check.sql, refs.columns.front());
        if (!values) continue;
        names.push_back(check.name);
        found = {&check, std::move(*values)};
    }
    if (names.size() > 1) {
        return refuse("ambiguous",
                      "several checks list the values of " + name_of(refs) + ": " + base::join(names, ", "),
                      "drop and add them by their names");
    }
    return found;
}

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Error where the column cannot hold the values, or has a default that is none of them.
Build<std::monostate> check_fit(const Column& column, const Refs& refs, const std::vector<std::string>& values) {
    const auto contradicts = [&](const std::string& how, const std::string& hint) {
        return refuse("contradicts", name_of(refs) + " " + how, hint);
    };
    const auto kind = column.type.kind;
    const bool text = is_text(kind);
    const bool number = is_whole_number(kind) || kind == TypeKind::numeric;
    if (kind == TypeKind::enumeration)
        return contradicts("is the native enum " + column.type.name + ", whose values are its own",
                           "write `add value … to enum " + column.type.name + "`");
    if (!text && !(number && std::all_of(values.begin(), values.end(), is_number)))
        return contradicts("is " + write_type(column.type) + ", which has no such values", "change its type first");
    for (const auto& value : values) {
        if (!text || !column.type.length || value.size() <= static_cast<std::size_t>(*column.type.length)) continue;
        return contradicts("is " + write_type(column.type) + ", and '" + value + "' is longer",
                           "make it longer in the same request first");
    }
    const auto given = column.server_default ? column.server_default->sql : std::string();
    const auto literal = text_of_literal(given);
    if (!literal || std::find(values.begin(), values.end(), *literal) != values.end()) return std::monostate{};
    return contradicts("has the default " + given + ", which is none of these values",
                       "list it too, or set another default in the same request first");
}

std::string listed(const Column& column, const std::vector<std::string>& values, const Listing& before) {
    const bool number = column.type.kind != TypeKind::string && column.type.kind != TypeKind::char_ &&
                        column.type.kind != TypeKind::text;
    std::vector<std::string> literals;
    for (const auto& value : values) literals.push_back(number ? value : quote_text(value));
    const auto name = quote_identifier(column.name);
    const auto list = name + " IN (" + base::join(literals, ",") + ")";
    const bool or_null =
        before.check != nullptr && base::lower(before.check->sql).find(" is null") != std::string::npos;
    return or_null ? name + " IS NULL OR " + list : list;
}

/// The CHECK with these values, in place of the one that is there.
Build<Draft> put_values(const Column& column, const Refs& refs, std::vector<std::string> values,
                        const Listing& before) {
    auto sorted = values, old = before.values;
    std::sort(sorted.begin(), sorted.end());
    std::sort(old.begin(), old.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return not_understood(values);
    if (before.check != nullptr && sorted == old)
        return refuse("constraint_exists", "check " + before.check->name + " lists these values already");
    if (auto fits = check_fit(column, refs, values); !fits) return tl::unexpected(fits.error());
    Draft draft;
    CreateCheck create{refs.table, {{}, listed(column, values, before), false}};
    if (before.check != nullptr) {
        create.check.name = before.check->name;
        draft.operations.emplace_back(
            RequestedDropConstraint{refs.table, before.check->name, ConstraintKind::check, {}});
        draft.assumptions.push_back("check " + before.check->name + ", which listed " +
                                    base::join(before.values, ", ") + ", is made anew");
    }
    draft.operations.emplace_back(std::move(create));
    return draft;
}

}  // namespace

std::vector<std::string> values_said(const Context& context, const Node& node) {
    std::vector<std::string> values;
    const auto* list = find_part(node, "value_list");
    const auto& from = list == nullptr ? node : *list;
    if (const auto* bracketed = find_part(from, "values")) {
        for (auto i = bracketed->begin; i < bracketed->end; ++i) {
            const auto& token = context.tokens.list[i];
            if (token.kind != TokenKind::symbol) values.push_back(token.text);
        }
    }
    for (const auto* value : find_parts(from, "value")) values.push_back(value_text(context, *value));
    return values;
}

namespace {

struct Place {
    Refs refs;
    const Table* table = nullptr;
    const Column* column = nullptr;
};

/// The one column that the statement is about.
Build<Place> place_of(const Context& context, const Node& node, Draft& draft) {
    auto refs = refs_of(context, node, draft);
    if (!refs) return tl::unexpected(refs.error());
    if (refs->size() != 1 || refs->front().columns.size() != 1) return not_understood(words_of(context, node));
    Place place{refs->front(), find_table(context.schema, refs->front().table), nullptr};
    place.column = place.table == nullptr ? nullptr : find_column(*place.table, place.refs.columns.front());
    if (place.column == nullptr) return not_understood(words_of(context, node));
    return place;
}

Build<Draft> with(Draft draft, Build<Draft> more) {
    if (!more) return more;
    append(draft, std::move(*more));
    return draft;
}

}  // namespace

Build<Draft> build_restrict_values(const Context& context, const Node& node) {
    Draft draft;
    auto place = TRY(place_of(context, node, draft));
    const auto values = values_said(context, node);
    const bool null = std::any_of(values.begin(), values.end(), [](const auto& value) {
        return base::lower(value) == "null" || base::lower(value) == "none";
    });
    if (null) return not_understood(values);
    auto before = TRY(listing_of(*place.table, place.refs));
    if (has_mark(node, "enum")) {
        draft.assumptions.push_back("the values are kept in a CHECK: " + name_of(place.refs) + " stays " +
                                    write_type(place.column->type));
    }
    return with(std::move(draft), put_values(*place.column, place.refs, values, before));
}

// "payments.amount must be positive"
Build<Draft> build_sign_check(const Context& context, const Node& node) {
    Draft draft;
    auto place = TRY(place_of(context, node, draft));
    if (!is_number(place.column->type.kind))
        return refuse("contradicts", name_of(place.refs) + " is " + write_type(place.column->type) + ", no number");
    const auto name = quote_identifier(place.column->name);
    const auto sql = name + (has_mark(node, "positive") ? " > 0" : " >= 0");
    draft.operations.emplace_back(CreateCheck{place.refs.table, {{}, sql, false}});
    return draft;
}

// "add value REFUNDED to payments.status", "allow …", "remove value … from …"
Build<Draft> build_change_values(const Context& context, const Node& node) {
    Draft draft;
    auto place = TRY(place_of(context, node, draft));
    auto before = listing_of(*place.table, place.refs);
    if (!before) return tl::unexpected(before.error());
    if (before->check == nullptr) {
        return refuse("no_such_constraint", "no check lists the values of " + name_of(place.refs),
                      "say all of them: restrict " + name_of(place.refs) + " to (…)");
    }
    auto values = before->values;
    for (const auto& value : values_said(context, node)) {
        const auto there = std::find(values.begin(), values.end(), value);
        const bool drop = has_mark(node, "DROP");
        if (base::lower(value) == "null") return not_understood({value});
        if (drop && there == values.end())
            return refuse("no_such_value", "check " + before->check->name + " does not list " + value,
                          "it lists " + base::join(before->values, ", "));
        if (!drop && there != values.end())
            return refuse("constraint_exists", "check " + before->check->name + " lists " + value + " already");
        if (drop) {
            values.erase(there);
        } else {
            values.push_back(value);
        }
    }
    if (values.empty()) return refuse("contradicts", "no value would be left", "drop the check instead");
    return with(std::move(draft), put_values(*place.column, place.refs, values, *before));
}

}  // namespace migrate::intent
