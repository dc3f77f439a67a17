// The dictionary that a naming_convention is given.
#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "models/class_body.h"
#include "models/constants.h"
#include "models/metadata_naming.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxDepth = 12;
constexpr std::array kKinds = {"ix", "uq", "ck", "fk", "pk"};

MetadataNaming not_known(const WalkedModule& module, const Expression& expression, std::string why) {
    MetadataNaming naming;
    naming.unknown = std::move(why);
    naming.where = place_in(module, expression.span);
    return naming;
}

bool is_kind(const std::string& key) {
    return std::ranges::find(kKinds, key) != kKinds.end();
}

/// "uq" for sqlalchemy.UniqueConstraint, and so on; "" for other names.
std::string kind_of_class(const std::string& name) {
    static const std::map<std::string, std::string> kinds = {{"Index", "ix"},
                                                             {"UniqueConstraint", "uq"},
                                                             {"CheckConstraint", "ck"},
                                                             {"ForeignKeyConstraint", "fk"},
                                                             {"PrimaryKeyConstraint", "pk"}};
    const auto found = kinds.find(name.substr(name.rfind('.') + 1));
    return name.starts_with("sqlalchemy.") && found != kinds.end() ? found->second : "";
}

/// The tokens that SQLAlchemy has itself: what follows column_ and referred_column_ is a place, "N" for all of them,
/// and what is taken of each.
bool is_own_token(std::string_view token) {
    static const std::set<std::string_view> plain = {"table_name", "referred_table_name", "constraint_name"};
    if (plain.contains(token)) return true;
    if (token.starts_with("referred_")) token.remove_prefix(9);
    if (!token.starts_with("column_")) return false;
    token.remove_prefix(7);
    if (token.empty() || token[0] < '0' || token[0] > '9') return false;
    token.remove_prefix(1);
    static const std::set<std::string_view> ends = {"_name",   "_key",    "_label", "N_name",  "N_key",
                                                    "N_label", "_N_name", "_N_key", "_N_label"};
    return ends.contains(token);
}

/// The first token of the patterns that SQLAlchemy does not have; "" when there is none.
std::string foreign_token(const std::map<std::string, std::string>& patterns) {
    for (const auto& [kind, pattern] : patterns) {
        for (std::size_t at = pattern.find("%("); at != std::string::npos; at = pattern.find("%(", at + 2)) {
            const std::size_t end = pattern.find(")s", at);
            const std::string token = pattern.substr(at + 2, end == std::string::npos ? end : end - at - 2);
            if (end == std::string::npos || !is_own_token(token)) return token;
        }
    }
    return "";
}

/// lambda constraint, table: "_".join([column.name for column in constraint.columns.values()]): a token of the project
/// that is the same as SQLAlchemy's column_0_N_name.
bool joins_all_names(const Expression& value) {
    const auto* lambda = value.as<Lambda>();
    const auto* call = lambda == nullptr ? nullptr : lambda->body->as<Call>();
    const auto* join = call == nullptr ? nullptr : call->callee->as<Attribute>();
    if (join == nullptr || lambda->parameters.size() != 2 || call->positional.size() != 1) return false;
    const auto* names = call->positional.front().as<Comprehension>();
    if (join->name != "join" || string_value(*join->object) != "_" || names == nullptr) return false;
    if (names->clauses.size() != 1 || !names->clauses.front().conditions.empty() || names->value) return false;
    const auto one = dotted_name(names->clauses.front().target);
    const Expression& iterable = names->clauses.front().iterable;
    const auto* values = iterable.as<Call>();
    const auto all = dotted_name(values == nullptr ? iterable : *values->callee);
    const std::string columns = lambda->parameters.front().name + ".columns";
    return one && dotted_name(*names->element) == *one + ".name" &&
           all == (values == nullptr ? columns : columns + ".values");
}

void put_all(const MetadataNaming& from, MetadataNaming& into) {
    for (const auto& [kind, pattern] : from.patterns) into.patterns[kind] = pattern;
    if (into.unknown.empty()) {
        into.unknown = from.unknown;
        into.where = from.where;
    }
}

/// The value of a call that makes a dictionary: dict(ix=...), immutabledict({...}), OTHER.copy().
const Expression* wrapped(const Call& call) {
    const auto* method = call.callee->as<Attribute>();
    if (method != nullptr && method->name == "copy" && call.positional.empty()) return &*method->object;
    const auto name = dotted_name(*call.callee);
    const bool dict = name && (*name == "dict" || name->ends_with("immutabledict") || name->ends_with("frozendict"));
    return dict && call.positional.size() == 1 ? &call.positional.front() : nullptr;
}

}  // namespace

MetadataNaming MetadataReader::of_convention(const WalkedModule& module, const Expression& value, int depth) {
    if (depth > kMaxDepth) return not_known(module, value, "the naming convention leads too far");
    if (is_none(value)) return {};
    MetadataNaming naming;
    std::vector<std::string> joined;  // tokens of the project's own for all columns' names
    const auto take = [&](std::string kind, const Expression& pattern) {
        const auto text = string_of(module.scope(), pattern);
        if (text) naming.patterns[std::move(kind)] = *text;
        if (!text && is_kind(kind))
            put_all(not_known(module, pattern, "the pattern for " + kind + " is no text"), naming);
    };
    if (const auto* dict = value.as<Dict>()) {
        for (const DictItem& item : dict->items) {
            if (!item.key) {
                put_all(of_convention(module, item.value, depth + 1), naming);
                continue;
            }
            const auto key = string_of(module.scope(), *item.key);
            const auto dotted = dotted_name(*item.key);
            const std::string kind = key      ? *key
                                     : dotted ? kind_of_class(walk_.find(module, *dotted).name)
                                              : std::string();
            if (kind.empty())
                put_all(not_known(module, *item.key, "a key of the naming convention is not known"), naming);
            if (is_kind(kind)) take(kind, item.value);
            if (joins_all_names(item.value)) joined.push_back("%(" + kind + ")s");
        }
    } else if (const auto* call = value.as<Call>()) {
        const Expression* inner = wrapped(*call);
        const auto name = dotted_name(*call->callee);
        if (inner != nullptr) put_all(of_convention(module, *inner, depth + 1), naming);
        if (inner == nullptr && name != "dict")
            return not_known(module, value, "the naming convention is made by a call");
        for (const Keyword& keyword : call->keywords) {
            if (keyword.name.empty()) put_all(of_convention(module, keyword.value, depth + 1), naming);
            if (is_kind(keyword.name)) take(keyword.name, keyword.value);
        }
    } else {
        const auto dotted = dotted_name(value);
        const Meaning meaning = dotted ? walk_.find(module, *dotted) : Meaning{};
        const Expression* there =
            meaning.kind == Meaning::Kind::value && meaning.rest.empty() ? meaning.value : nullptr;
        if (meaning.kind == Meaning::Kind::class_def) there = own_value(*meaning.class_def, meaning.rest);
        if (meaning.name.starts_with("sqlalchemy.") && meaning.name.ends_with(".DEFAULT_NAMING_CONVENTION")) return {};
        if (there == nullptr) return not_known(module, value, "the naming convention is not written out");
        return of_convention(*meaning.module, *there, depth + 1);
    }
    for (const std::string& own : joined) {
        for (auto& [kind, pattern] : naming.patterns) pattern = base::replace_all(pattern, own, "%(column_0_N_name)s");
    }
    const std::string token = foreign_token(naming.patterns);
    if (!token.empty() && naming.unknown.empty())
        put_all(not_known(module, value, "the project makes the token " + token + " itself"), naming);
    return naming;
}

}  // namespace migrate::models
