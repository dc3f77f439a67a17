// The methods of str.
#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "interpreter/format.h"
#include "interpreter/interpreter.h"
#include "interpreter/methods.h"

namespace migrate::interpreter {

namespace {

using Answer = std::optional<Value>;

const std::string* text_at(const Arguments& arguments, std::size_t place) {
    return place < arguments.positional.size() ? text_of(arguments.positional[place]) : nullptr;
}

std::string strip(const std::string& text, std::string_view name, std::string_view of) {
    std::size_t begin = 0;
    std::size_t end = text.size();
    auto drops = [&](char c) { return of.find(c) != std::string_view::npos; };
    while (name != "rstrip" && begin < end && drops(text[begin])) ++begin;
    while (name != "lstrip" && end > begin && drops(text[end - 1])) --end;
    return text.substr(begin, end - begin);
}

Value split_text(Machine& machine, const std::string& self, const Arguments& arguments, bool from_right) {
    const std::string* separator = text_at(arguments, 0);
    std::int64_t most = -1;
    if (arguments.positional.size() > 1) most = int_of(arguments.positional[1]).value_or(-1);
    for (const auto& [name, value] : arguments.named) {
        if (name == "maxsplit") most = int_of(value).value_or(-1);
        if (name == "sep") separator = text_of(value);
    }
    if (separator && separator->empty()) raise(machine, "ValueError", "empty separator");
    std::vector<std::string> pieces;
    if (!separator && most < 0) {
        pieces = base::split_words(self);
    } else if (from_right && most >= 0) {
        std::string rest = self;
        const std::string by = separator ? *separator : " ";
        for (std::size_t at = rest.rfind(by); most > 0 && at != std::string::npos; --most, at = rest.rfind(by)) {
            pieces.insert(pieces.begin(), rest.substr(at + by.size()));
            rest.resize(at);
        }
        pieces.insert(pieces.begin(), rest);
    } else {
        const std::string by = separator ? *separator : " ";
        std::size_t begin = 0;
        for (std::size_t at = self.find(by); most != 0 && at != std::string::npos; --most, at = self.find(by, begin)) {
            machine.step();
            pieces.push_back(self.substr(begin, at - begin));
            begin = at + by.size();
        }
        pieces.push_back(self.substr(begin));
    }
    Items items;
    for (std::string& piece : pieces) items.push_back(machine.heap.text(std::move(piece)));
    return machine.heap.list(std::move(items));
}

Value join_text(Machine& machine, const std::string& self, const Arguments& arguments) {
    if (arguments.positional.empty()) raise(machine, "TypeError", "join() takes one argument");
    auto items = iterate(machine, arguments.positional[0]);
    const auto* unknown = as<Unknown>(arguments.positional[0]);
    if (!items)
        return unknown ? unknown_from(machine, *unknown)
                       : interpreter::unknown(machine, "what is joined here is not known");
    std::string made;
    const Unknown* hole = nullptr;
    for (std::size_t i = 0; i < items->size(); ++i) {
        machine.step();
        if (i > 0) made += self;
        const Value& item = (*items)[i];
        if (!hole) hole = as<Unknown>(item);
        if (!text_of(item) && !is_unknown(item) && !as<Object>(item)) raise(machine, "TypeError", "join() wants texts");
        made += display(machine, item);
        machine.heap.charge(self.size() + 8);
    }
    return text_or_unknown(machine, std::move(made), hole);
}

std::string titled(const std::string& text) {
    std::string made = text;
    bool in_word = false;
    for (char& c : made) {
        const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
        if (letter) c = static_cast<char>(in_word ? std::tolower(c) : std::toupper(c));
        in_word = letter;
    }
    return made;
}

std::string swapped_case(std::string text) {
    for (char& c : text) {
        c = static_cast<char>(std::islower(static_cast<unsigned char>(c)) ? std::toupper(c) : std::tolower(c));
    }
    return text;
}

Answer case_method(Machine& machine, const std::string& self, std::string_view name) {
    if (name == "lower" || name == "casefold") return machine.heap.text(base::lower(self));
    if (name == "upper") return machine.heap.text(base::upper(self));
    if (name == "title") return machine.heap.text(titled(self));
    if (name == "swapcase") return machine.heap.text(swapped_case(self));
    if (name == "capitalize") {
        return machine.heap.text(self.empty() ? self : base::upper(self.substr(0, 1)) + base::lower(self.substr(1)));
    }
    return std::nullopt;
}

template <class Test>
Value all_characters(const std::string& self, Test test) {
    return boolean(!self.empty() &&
                   std::ranges::all_of(self, [&](char c) { return test(static_cast<unsigned char>(c)) != 0; }));
}

Answer test_method(const std::string& self, std::string_view name) {
    if (name == "isdigit" || name == "isnumeric" || name == "isdecimal")
        return all_characters(self, [](int c) { return std::isdigit(c); });
    if (name == "isalpha") return all_characters(self, [](int c) { return std::isalpha(c); });
    if (name == "isalnum") return all_characters(self, [](int c) { return std::isalnum(c); });
    if (name == "isspace") return all_characters(self, [](int c) { return std::isspace(c); });
    if (name == "islower") return boolean(base::lower(self) == self && base::upper(self) != self);
    if (name == "isupper") return boolean(base::upper(self) == self && base::lower(self) != self);
    if (name == "isidentifier") {
        const bool word =
            std::ranges::all_of(self, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
        return boolean(word && !self.empty() && !std::isdigit(static_cast<unsigned char>(self[0])));
    }
    return std::nullopt;
}

bool matches_end(const std::string& self, std::string_view name, const Value& value) {
    if (const auto* tuple = as<Tuple>(value)) {
        return std::ranges::any_of(tuple->items,
                                   [&](const Value& one) { return !as<Tuple>(one) && matches_end(self, name, one); });
    }
    const auto* text = text_of(value);
    return text && (name == "startswith" ? self.starts_with(*text) : self.ends_with(*text));
}

Answer find_method(Machine& machine, const std::string& self, std::string_view name, const Arguments& arguments) {
    if ((name == "startswith" || name == "endswith") && arguments.positional.size() == 1) {
        return boolean(matches_end(self, name, arguments.positional[0]));
    }
    const std::string* what = text_at(arguments, 0);
    if (!what || arguments.positional.size() != 1) return std::nullopt;
    if (name == "count") {
        std::int64_t count = 0;
        for (std::size_t at = self.find(*what); !what->empty() && at != std::string::npos;
             at = self.find(*what, at + what->size()))
            ++count;
        return integer(count);
    }
    std::size_t at = name == "rfind" || name == "rindex" ? self.rfind(*what) : self.find(*what);
    if (name == "find" || name == "rfind") return integer(at == std::string::npos ? -1 : static_cast<std::int64_t>(at));
    if (name == "index" || name == "rindex") {
        if (at == std::string::npos) raise(machine, "ValueError", "substring not found");
        return integer(static_cast<std::int64_t>(at));
    }
    if (name == "partition" || name == "rpartition") {
        const bool last = name == "rpartition";
        if (last) at = self.rfind(*what);
        const bool found = at != std::string::npos;
        std::string head = found ? self.substr(0, at) : last ? "" : self;
        std::string tail = found ? self.substr(at + what->size()) : last ? self : "";
        return machine.heap.tuple(
            {machine.heap.text(head), machine.heap.text(found ? *what : ""), machine.heap.text(tail)});
    }
    if (name == "removeprefix") return machine.heap.text(self.starts_with(*what) ? self.substr(what->size()) : self);
    if (name == "removesuffix")
        return machine.heap.text(self.ends_with(*what) ? self.substr(0, self.size() - what->size()) : self);
    return std::nullopt;
}

Answer replace_method(Machine& machine, const std::string& self, const Arguments& arguments) {
    const std::string* from = text_at(arguments, 0);
    const std::string* to = text_at(arguments, 1);
    if (!from || !to || from->empty()) return std::nullopt;
    std::int64_t most = arguments.positional.size() > 2 ? int_of(arguments.positional[2]).value_or(-1) : -1;
    std::string made;
    std::size_t begin = 0;
    for (std::size_t at = self.find(*from); at != std::string::npos && most != 0;
         --most, at = self.find(*from, begin)) {
        machine.heap.charge(to->size() + 1);
        made += self.substr(begin, at - begin) + *to;
        begin = at + from->size();
    }
    return machine.heap.text(made + self.substr(begin));
}

Answer pad_method(Machine& machine, const std::string& self, std::string_view name, const Arguments& arguments) {
    auto width = arguments.positional.empty() ? std::nullopt : int_of(arguments.positional[0]);
    if (!width || *width > 10'000) return std::nullopt;
    const std::string* fill = text_at(arguments, 1);
    std::string spec = name == "ljust" ? "<" : name == "rjust" || name == "zfill" ? ">" : "^";
    spec = (name == "zfill" ? "0" : fill ? *fill : " ") + spec + std::to_string(std::max<std::int64_t>(*width, 0));
    auto made = format_value(machine, machine.heap.text(self), spec);
    return made ? Answer(machine.heap.text(*made)) : std::nullopt;
}

}  // namespace

std::optional<Value> text_method(Machine& machine, const std::string& self, std::string_view name,
                                 const Arguments& arguments) {
    machine.heap.charge(self.size());
    if (name == "format") return brace_format(machine, self, arguments);
    if (name == "join") return join_text(machine, self, arguments);
    if (name == "format_map" && arguments.positional.size() == 1 && as<Dict>(arguments.positional[0])) {
        Arguments named;
        for (const auto& [key, value] : as<Dict>(arguments.positional[0])->items) {
            if (text_of(key)) named.named.emplace_back(*text_of(key), value);
        }
        return brace_format(machine, self, named);
    }
    for (const Value& value : arguments.positional) {
        if (const auto* unknown = as<Unknown>(value)) return unknown_from(machine, *unknown);
    }
    if (name == "split" || name == "rsplit") return split_text(machine, self, arguments, name == "rsplit");
    if (name == "splitlines") {
        Items lines;
        for (std::string& line : base::split_lines(self)) lines.push_back(machine.heap.text(std::move(line)));
        return machine.heap.list(std::move(lines));
    }
    if (name == "strip" || name == "lstrip" || name == "rstrip") {
        const std::string* of = text_at(arguments, 0);
        return machine.heap.text(strip(self, name, of ? std::string_view(*of) : std::string_view(" \t\n\r\v\f")));
    }
    if (name == "replace") return replace_method(machine, self, arguments);
    if (name == "encode") return machine.heap.bytes(self);
    if (name == "ljust" || name == "rjust" || name == "center" || name == "zfill")
        return pad_method(machine, self, name, arguments);
    if (auto made = case_method(machine, self, name)) return made;
    if (auto made = test_method(self, name)) return made;
    return find_method(machine, self, name, arguments);
}

}  // namespace migrate::interpreter
