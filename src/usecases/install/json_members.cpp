#include "usecases/install/json_members.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/attempt.h"
#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Where things stand in the text: offsets of bytes.
struct Member {
    std::string_view key;  ///< as it is written between its quotes
    std::size_t begin = 0;
    std::size_t value = 0;
    std::size_t end = 0;
};

struct Object {
    std::size_t open = 0;   ///< its {
    std::size_t close = 0;  ///< its }
    std::vector<Member> members;
    bool ends_with_comma = false;
};

tl::unexpected<Error> not_json(std::string_view text, std::size_t at) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(at, text.size())), '\n');
    return fail("not_json", "line " + std::to_string(line + 1) + " is not what JSON has there",
                "correct the file, then ask again: it was not changed");
}

/// Behind blanks and comments.
std::size_t skip_blanks(std::string_view text, std::size_t at) {
    for (;;) {
        at = std::min(text.find_first_not_of(kBlanks, at), text.size());
        if (text.substr(at, 2) == "//") {
            at = std::min(text.find('\n', at), text.size());
        } else if (text.substr(at, 2) == "/*") {
            const std::size_t end = text.find("*/", at + 2);
            at = end == std::string_view::npos ? text.size() : end + 2;
        } else {
            return at;
        }
    }
}

/// Behind the string that begins here.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

/// Behind the value that begins here, or behind the text where its brackets do not fit; no more of it is looked into.
std::size_t skip_value(std::string_view text, std::size_t at) {
    std::string open;  // what will close the brackets that are open
    while (at < text.size()) {
        const char here = text[at];
        const bool closes = here == '}' || here == ']';
        if (open.empty() && (here == ',' || closes)) return at;
        if (closes && open.back() != here) return text.size();
        if (here == '{' || here == '[') open += here == '{' ? '}' : ']';
        if (closes) open.pop_back();
        at = here == '"' ? skip_string(text, at) : at + 1;
        if (open.empty() && (here == '"' || closes)) return at;
        const std::size_t next = skip_blanks(text, at);
        if (open.empty() && next != at) return at;
        at = next;
    }
    return at;
}

Result<Object> read_object(std::string_view text, std::size_t at) {
    Object object{.open = skip_blanks(text, at)};
    at = object.open;
    if (text.substr(at, 1) != "{") return not_json(text, at);
    at = skip_blanks(text, at + 1);
    while (text.substr(at, 1) != "}") {
        if (text.substr(at, 1) != "\"") return not_json(text, at);
        Member member{.begin = at};
        at = skip_string(text, at);
        member.key = text.substr(member.begin + 1, at - member.begin - 2);
        at = skip_blanks(text, at);
        if (text.substr(at, 1) != ":") return not_json(text, at);
        member.value = skip_blanks(text, at + 1);
        member.end = skip_value(text, member.value);
        if (member.end == member.value) return not_json(text, member.value);
        at = skip_blanks(text, member.end);
        object.members.push_back(member);
        object.ends_with_comma = text.substr(at, 1) == ",";
        if (object.ends_with_comma)
            at = skip_blanks(text, at + 1);
        else if (text.substr(at, 1) != "}")
            return not_json(text, at);
    }
    object.close = at;
    return object;
}

const Member* find(const Object& object, const std::string& name) {
    const auto found = std::ranges::find(object.members, name, &Member::key);
    return found == object.members.end() ? nullptr : &*found;
}

/// The whole object, with nothing but blanks and comments behind it.
Result<Object> read_whole(std::string_view text) {
    Object whole = TRY(read_object(text, 0));
    const std::size_t rest = skip_blanks(text, whole.close + 1);
    if (rest != text.size()) return not_json(text, rest);
    return whole;
}

/// What stands in front of a member in its line; nothing where other things do.
std::optional<std::string_view> indent_of(std::string_view text, const Member& member) {
    const std::size_t line = text.rfind('\n', member.begin);
    const std::size_t from = line == std::string_view::npos ? 0 : line + 1;
    const std::string_view before = text.substr(from, member.begin - from);
    if (line == std::string_view::npos || before.find_first_not_of(" \t") != std::string_view::npos)
        return std::nullopt;
    return before;
}

/// How the text is laid out.
struct Layout {
    std::string unit = "  ";
    std::string line = "\n";
};

Layout layout_of(std::string_view text, const Object& whole) {
    Layout layout;
    if (text.find("\r\n") != std::string_view::npos) layout.line = "\r\n";
    if (!whole.members.empty()) {
        const auto indent = indent_of(text, whole.members.front());
        if (indent && !indent->empty()) layout.unit = *indent;
    }
    return layout;
}

/// The value in lines, those after the first with `indent` in front.
std::string written(const nlohmann::ordered_json& value, const Layout& layout, const std::string& indent) {
    std::string result;
    for (const std::string& line : base::split_lines(value.dump(1, '\t'))) {
        const std::size_t depth = line.find_first_not_of('\t');
        if (!result.empty()) result += layout.line + indent;
        for (std::size_t i = 0; i < depth; ++i) result += layout.unit;
        result += line.substr(depth);
    }
    return result;
}

/// `member` as the last one of the object, whose line begins with `outer`.
std::string added(std::string text, const Object& object, const std::string& name, const nlohmann::ordered_json& value,
                  const Layout& layout, const std::string& outer) {
    std::optional<std::string> indent;
    if (!object.members.empty()) {
        const auto last = indent_of(text, object.members.back());
        if (last) indent = std::string(*last);
    } else {
        indent = outer + layout.unit;
    }
    const std::string key = nlohmann::json(name).dump() + ": ";
    std::string member =
        indent ? layout.line + *indent + key + written(value, layout, *indent) : " " + key + value.dump();
    if (object.ends_with_comma) member += ",";
    const std::size_t end = text.find_last_not_of(kBlanks, object.close - 1) + 1;
    if (object.members.empty() && text.find('\n', end) >= object.close) text.insert(object.close, layout.line + outer);
    text.insert(end, member);
    if (!object.members.empty() && !object.ends_with_comma) text.insert(object.members.back().end, ",");
    return text;
}

}  // namespace

Result<std::optional<std::string>> member_text(std::string_view text, const std::string& group,
                                               const std::string& name) {
    const Object whole = TRY(read_whole(text));
    const Member* in = find(whole, group);
    if (in == nullptr) return std::nullopt;
    const Object object = TRY(read_object(text, in->value));
    const Member* found = find(object, name);
    if (found == nullptr) return std::nullopt;
    return std::string(text.substr(found->value, found->end - found->value));
}

Result<std::string> with_member(std::string_view text, const std::string& group, const std::string& name,
                                const nlohmann::ordered_json& value) {
    if (base::trim(text).empty()) return with_member("{}\n", group, name, value);
    const Object whole = TRY(read_whole(text));
    const Layout layout = layout_of(text, whole);
    const Member* in = find(whole, group);
    if (in == nullptr) return added(std::string(text), whole, group, {{name, value}}, layout, "");
    const Object object = TRY(read_object(text, in->value));
    const std::string outer(indent_of(text, *in).value_or(""));
    const Member* found = find(object, name);
    if (found == nullptr) return added(std::string(text), object, name, value, layout, outer);
    const auto indent = indent_of(text, *found);
    std::string result(text);
    result.replace(found->value, found->end - found->value,
                   indent ? written(value, layout, std::string(*indent)) : value.dump());
    return result;
}

Result<std::string> without_member(std::string_view text, const std::string& group, const std::string& name) {
    const Object whole = TRY(read_whole(text));
    const Member* in = find(whole, group);
    std::string result(text);
    if (in == nullptr) return result;
    const Object object = TRY(read_object(text, in->value));
    const Member* found = find(object, name);
    if (found == nullptr) return result;
    const auto at = static_cast<std::size_t>(found - object.members.data());
    if (at + 1 < object.members.size()) return result.erase(found->begin, object.members[at + 1].begin - found->begin);
    // The last one: its own comma goes with it, else the one in front of it.
    const std::size_t before = text.find_last_not_of(kBlanks, found->begin - 1) + 1;
    const std::size_t end = object.ends_with_comma ? skip_blanks(text, found->end) + 1 : found->end;
    result.erase(before, end - before);
    if (at > 0 && !object.ends_with_comma) result.erase(skip_blanks(text, object.members[at - 1].end), 1);
    return result;
}

}  // namespace migrate::usecases
