#include "sql/expression_types.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "syntax/tokens.h"
#include "syntax/tree.h"

namespace migrate::sql {
namespace {

/// Types that compare with each other.
enum class Group { unknown, text, number, boolean, moment, uuid, json, enumeration };

Group group_of(const Type& type) {
    switch (type.kind) {
        case TypeKind::string:
        case TypeKind::char_:
        case TypeKind::text:
            return Group::text;
        case TypeKind::integer:
        case TypeKind::bigint:
        case TypeKind::smallint:
        case TypeKind::numeric:
        case TypeKind::floating:
            return Group::number;
        case TypeKind::boolean:
            return Group::boolean;
        case TypeKind::date:
        case TypeKind::datetime:
            return Group::moment;
        case TypeKind::uuid:
            return Group::uuid;
        case TypeKind::json:
        case TypeKind::jsonb:
            return Group::json;
        case TypeKind::enumeration:
            return Group::enumeration;
        default:
            return Group::unknown;
    }
}

std::string_view name_of(Group group) {
    constexpr std::array<std::string_view, 8> kNames = {
        "of an unknown type", "a string", "a number", "a boolean", "a time", "a uuid", "JSON", "an enum"};
    return kNames[static_cast<std::size_t>(group)];
}

/// A part of the expression: what it is, and how to speak of it.
struct Part {
    Group group = Group::unknown;
    std::string spoken;
    const Type* type = nullptr;  ///< of a column
    bool literal = false;        ///< 'x': it takes the type of the other side
};

bool is_number(std::string_view text) {
    const std::string_view trimmed = base::trim(text);
    return !trimmed.empty() && trimmed.find_first_not_of("0123456789.+-eE") == std::string_view::npos;
}

bool is_boolean(const std::string& text) {
    constexpr std::array kWords = {"t", "f", "true", "false", "yes", "no", "on", "off", "y", "n", "1", "0"};
    return std::find(kWords.begin(), kWords.end(), base::lower(text)) != kWords.end();
}

bool is_uuid(const std::string& text) {
    const std::string digits = base::replace_all(text, "-", "");
    return digits.size() == 32 && digits.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

/// True when the literal's text cannot become a value of the column's type.
bool is_no_value_of(const std::string& text, const Part& column) {
    switch (column.group) {
        case Group::number:
            return !is_number(text);
        case Group::boolean:
            return !is_boolean(text);
        case Group::uuid:
            return !is_uuid(text);
        case Group::enumeration: {
            const auto& labels = column.type->labels;
            return !labels.empty() && std::find(labels.begin(), labels.end(), text) == labels.end();
        }
        default:
            return false;
    }
}

class Judge {
  public:
    explicit Judge(const Table& table) : table_(table) {}

    void condition(const Node& node) {
        const Part part = judge(node);
        const bool other = part.group != Group::unknown && part.group != Group::boolean;
        if (other && !part.literal) note(part.spoken + " is " + std::string(name_of(part.group)) + ", no condition");
    }

    Part judge(const Node& node) {
        const std::string_view type = node.type();
        const Node& inner = node.value();
        if (type == "ColumnRef") return column(inner);
        if (type == "A_Const") return constant(inner);
        if (type == "A_Expr") return operation(inner);
        if (type == "BoolExpr") {
            for (const Node& each : inner["args"].items) condition(each);
            return {Group::boolean, "it", nullptr, false};
        }
        if (type == "NullTest") return {Group::boolean, "it", nullptr, false};
        if (type == "BooleanTest") {
            condition(inner["arg"]);
            return {Group::boolean, "it", nullptr, false};
        }
        if (type == "FuncCall") return function(inner);
        return {};
    }

    const std::string& misfit() const { return misfit_; }

  private:
    void note(std::string text) {
        if (misfit_.empty()) misfit_ = std::move(text);
    }

    Part column(const Node& reference) const {
        const auto parts = strings_of(reference["fields"]);
        const Column* found = parts.empty() ? nullptr : find_column(table_, parts.back());
        if (found == nullptr) return {};
        return {group_of(found->type), found->name, &found->type, false};
    }

    static Part constant(const Node& node) {
        if (node["sval"]) return {Group::text, node["sval"].str("sval"), nullptr, true};
        if (node["boolval"])
            return {Group::boolean, node["boolval"].flag("boolval") ? "true" : "false", nullptr, false};
        if (node["ival"]) return {Group::number, std::to_string(node["ival"]["ival"].number), nullptr, false};
        if (node["fval"]) return {Group::number, node["fval"].str("fval"), nullptr, false};
        return {};
    }

    void compare(const Part& left, const Part& right) {
        if (left.group == Group::unknown || right.group == Group::unknown) return;
        if (left.literal && right.literal) return;
        if (left.literal) return compare(right, left);
        if (right.literal) {
            if (is_no_value_of(right.spoken, left))
                note(left.spoken + " is " + std::string(name_of(left.group)) + ", and '" + right.spoken + "' is none");
            return;
        }
        if (left.group != right.group) {
            note(left.spoken + " is " + std::string(name_of(left.group)) + ", and " + right.spoken + " is " +
                 std::string(name_of(right.group)));
        }
    }

    /// The arguments of functions that take a string only; a type's own functions are left alone.
    Part function(const Node& node) {
        constexpr std::array kOfText = {"length", "char_length", "lower", "upper", "btrim", "trim", "initcap"};
        const auto name = strings_of(node["funcname"]);
        const Node& arguments = node["args"];
        const bool of_text = !name.empty() && std::find(kOfText.begin(), kOfText.end(), name.back()) != kOfText.end();
        if (of_text && arguments.items.size() == 1) want_text(judge(arguments.items.front()), name.back() + "()");
        return {};
    }

    void want_text(const Part& part, const std::string& by) {
        const bool other = part.group != Group::unknown && part.group != Group::text && part.group != Group::json;
        if (other) note(part.spoken + " is " + std::string(name_of(part.group)) + ", and " + by + " wants a string");
    }

    Part operation(const Node& node) {
        constexpr std::array kComparisons = {"=", "<>", "<", ">", "<=", ">="};
        const std::string& kind = node.str("kind");
        const auto name = strings_of(node["name"]);
        const std::string op = name.empty() ? "" : name.back();
        const Part answer{Group::boolean, "it", nullptr, false};
        if (kind == "AEXPR_LIKE" || kind == "AEXPR_ILIKE" || kind == "AEXPR_SIMILAR" || op.starts_with("~")) {
            want_text(judge(node["lexpr"]), kind == "AEXPR_OP" ? op : "a pattern");
            return answer;
        }
        const bool listed = kind == "AEXPR_IN" || kind.find("BETWEEN") != std::string::npos;
        if (listed) {
            const Part left = judge(node["lexpr"]);
            for (const Node& each : node["rexpr"]["List"]["items"].items) compare(left, judge(each));
            return answer;
        }
        if (kind != "AEXPR_OP") return answer;
        const Part left = judge(node["lexpr"]), right = judge(node["rexpr"]);
        if (std::find(kComparisons.begin(), kComparisons.end(), op) == kComparisons.end()) return {};
        compare(left, right);
        return answer;
    }

    const Table& table_;
    std::string misfit_;
};

}  // namespace

std::string misfit_in(const std::string& expression, const Table& table, Use use) {
    if (depth_bound(expression, read_tokens(expression, Dialect::postgresql)) > kMaxDepth) return {};
    const auto statements = parse("SELECT (" + expression + "\n)");
    if (!statements || (*statements)->size() != 1) return {};
    const Node& targets = (*statements)->front().node["SelectStmt"]["targetList"];
    if (targets.items.size() != 1) return {};
    Judge judge(table);
    const Node& whole = targets.items.front()["ResTarget"]["val"];
    if (use == Use::condition) {
        judge.condition(whole);
    } else {
        judge.judge(whole);
    }
    return judge.misfit();
}

}  // namespace migrate::sql
