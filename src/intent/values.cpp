// Types, defaults, values and targets out of their nodes.
#include <algorithm>
#include <array>

#include "base/attempt.h"
#include "base/text.h"
#include "intent/new_column.h"
#include "intent/vocabulary.h"
#include "schema/naming.h"

namespace migrate::intent {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_worded(const Type* type) {
    return type == nullptr || is_text(type->kind) || type->kind == TypeKind::enumeration;
}

bool is_kind(const Type* type, TypeKind kind) {
    return type != nullptr && type->kind == kind;
}

bool is_number_text(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return !text.empty() && digits && std::count(text.begin(), text.end(), '.') <= 1;
}

using Value = Build<std::optional<Default>>;

Value plain_default(std::string sql) {
    return std::optional<Default>(Default{std::move(sql), std::nullopt});
}

Value number_default(const std::string& number, const Type* type, std::vector<std::string> words) {
    if (is_kind(type, TypeKind::boolean)) {
        if (number == "0") return std::optional<Default>(default_false());
        if (number == "1") return std::optional<Default>(default_true());
        return not_understood(std::move(words));
    }
    if (type != nullptr && is_worded(type)) return plain_default(quote_text(number));
    if (type != nullptr && !is_number(type->kind)) return not_understood(std::move(words));
    return plain_default(number);
}

Value quoted_default(const Token& token, const Type* type, std::vector<std::string> words) {
    if (is_kind(type, TypeKind::boolean)) {
        if (token.lower == "true") return std::optional<Default>(default_true());
        if (token.lower == "false") return std::optional<Default>(default_false());
        return not_understood(std::move(words));
    }
    if (type != nullptr && is_number(type->kind)) {
        return is_number_text(token.text) ? plain_default(token.text) : not_understood(std::move(words));
    }
    return plain_default(quote_text(token.text));
}

bool is_moment(const Type* type) {
    return type == nullptr || type->kind == TypeKind::datetime || type->kind == TypeKind::date ||
           type->kind == TypeKind::time;
}

// now(), gen_random_uuid() and their kin; anything else that is called is not known on both databases.
Value function_default(const std::string& name, const Type* type, std::vector<std::string> words) {
    const bool now = is_one_of(name, {"now", "current_timestamp", "localtimestamp", "utcnow"});
    if (now && is_moment(type)) return std::optional<Default>(default_now());
    if (name == "current_date" && is_moment(type)) return plain_default("CURRENT_DATE");
    const bool keyed = type == nullptr || type->kind == TypeKind::uuid || type->kind == TypeKind::string;
    if (is_one_of(name, {"gen_random_uuid", "uuid4"}) && keyed) return std::optional<Default>(default_generated_uuid());
    if (name == "uuid_generate_v4" && keyed)
        return std::optional<Default>(Default{"uuid_generate_v4()", std::string()});
    return not_understood(std::move(words));
}

Value word_default(const Token& token, const Type* type, std::vector<std::string> words) {
    if (is_one_of(token.lower, {"true", "false"}) && (type == nullptr || type->kind == TypeKind::boolean)) {
        return std::optional<Default>(token.lower == "true" ? default_true() : default_false());
    }
    if (is_one_of(token.lower, {"null", "none"})) return std::optional<Default>();
    if (is_one_of(token.lower, {"now", "current_timestamp", "current_date"}))
        return function_default(token.lower, type, words);
    if (is_worded(type)) return plain_default(quote_text(token.text));
    return not_understood(std::move(words));
}

}  // namespace

Build<std::string> read_new_name(const Context& context, const Node& name, const Table* owner, Draft& draft) {
    const auto typed = source_text(context, name);
    if (name.end > name.begin + 1) {
        const auto joined = spoken_name(context, name);
        if (context.tokens.spelling == Spelling::prose && typed.find('.') == std::string::npos) {
            draft.assumptions.push_back("\"" + typed + "\" is read as one name: " + joined);
        }
        return joined.size() <= kMaxIdentifierBytes ? Build<std::string>(joined)
                                                    : not_understood(words_of(context, name));
    }
    const auto& token = context.tokens.list[name.begin];
    if (token.kind == TokenKind::quoted || token.text == token.lower) return token.text;
    const auto has_capitals = [](const Column& column) { return base::lower(column.name) != column.name; };
    const bool camel_house =
        owner != nullptr && std::any_of(owner->columns.begin(), owner->columns.end(), has_capitals);
    const auto snake = to_snake_case(token.text);
    if (camel_house || !is_plain_name(snake)) return token.text;
    draft.assumptions.push_back(token.text + " is read as " + snake);
    return snake;
}

Build<Type> read_type_node(const Context& context, const Node& node, Draft& draft) {
    auto type = read_type(node.text);
    if (!type) return tl::unexpected<Refusal>(Refusal{type.error(), {}});
    const auto& word = type_words()[node.kind];
    if (!word.told.empty()) draft.assumptions.emplace_back(word.told);
    (void)context;
    return *type;
}

Build<std::optional<Default>> read_default(const Context& context, const Node& value, const Type* type) {
    const auto& first = context.tokens.list[value.begin];
    const auto text = source_text(context, value);
    const auto words = words_of(context, value);
    if (first.kind == TokenKind::quoted) return quoted_default(first, type, words);
    if (first.kind == TokenKind::number || text.starts_with('-')) return number_default(text, type, words);
    if (first.text == "{" || first.text == "[") {
        const bool fits =
            type == nullptr || is_one_of(write_type(*type).substr(0, 4), {"json", "arra", "text", "stri"});
        return fits ? plain_default(is_kind(type, TypeKind::array) || first.text == "{" ? "'{}'" : "'[]'")
                    : not_understood(words);
    }
    if (value.end > value.begin + 1) return function_default(first.lower, type, words);
    return word_default(first, type, words);
}

std::vector<std::string> read_values(const Context& context, const Node& values) {
    std::vector<std::string> all;
    for (auto i = values.begin; i < values.end; ++i) {
        const auto& token = context.tokens.list[i];
        if (token.kind != TokenKind::symbol) all.push_back(token.text);
    }
    return all;
}

/// The table that a foreign key points to: one that is there, else one that the description creates further on.
static Build<Found> resolve_target(const Context& context, const Node& table) {
    auto found = resolve_table(context, table);
    if (found || context.promised.tables.empty()) return found;
    Context later = context;
    later.schema = context.promised;
    auto promised = resolve_table(later, table);
    return promised ? promised : found;
}

Build<Reference> read_target(const Context& context, const Node& target, Draft& draft) {
    auto found = TRY(resolve_target(context, *find_part(target, "table")));
    draft.assumptions.insert(draft.assumptions.end(), found.assumptions.begin(), found.assumptions.end());
    Reference reference{found.table, {}, {}, {}, {}};
    if (const auto* column = find_part(target, "column")) {
        const auto* table = find_table(context.schema, found.table);
        const bool key = source_text(context, *column) == "id" &&
                         (table == nullptr || (find_column(*table, "id") == nullptr && !table->primary_key));
        if (key) return reference;  // a table of this very request gets its key later
        reference.column =
            table == nullptr ? source_text(context, *column) : TRY(resolve_column(context, found.table, *column));
    }
    return reference;
}

std::string action_of(const Node& action) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kActions = {{{"cascade", "CASCADE"},
                                                                                        {"restrict", "RESTRICT"},
                                                                                        {"default", "SET DEFAULT"},
                                                                                        {"null", "SET NULL"},
                                                                                        {"action", ""}}};
    for (const auto& [word, sql] : kActions) {
        if (has_mark(action, word)) return std::string(sql);
    }
    return {};
}

bool add_action(const Node& action, Reference& reference) {
    auto& slot = has_mark(action, "delete") ? reference.on_delete : reference.on_update;
    if (!slot.empty()) return false;
    slot = action_of(action);
    return true;
}

std::optional<TableName> table_behind(const Schema& schema, std::string_view column) {
    auto text = std::string(column);
    if (text.ends_with("_id")) text.resize(text.size() - 3);
    const auto found = tables_called(schema, text);
    if (found.size() == 1) return found.front();
    return std::nullopt;
}

}  // namespace migrate::intent
