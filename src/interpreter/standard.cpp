// What migrations use of Python's standard library.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "interpreter/interpreter.h"
#include "interpreter/library.h"
#include "interpreter/reader.h"
#include "interpreter/regex.h"

namespace migrate::interpreter {

namespace {

std::string dedent(const std::string& text) {
    std::vector<std::string> lines = base::split(text, '\n');
    std::size_t margin = std::string::npos;
    for (std::string& line : lines) {
        std::size_t start = line.find_first_not_of(" \t");
        if (start == std::string::npos) line.clear();
        if (start != std::string::npos) margin = std::min(margin, start);
    }
    for (std::string& line : lines) {
        if (margin != std::string::npos && line.size() >= margin) line.erase(0, margin);
    }
    return base::join(lines, "\n");
}

std::string indent(const std::string& text, const std::string& by) {
    std::vector<std::string> lines = base::split(text, '\n');
    for (std::string& line : lines) {
        if (!base::trim(line).empty()) line = by + line;
    }
    return base::join(lines, "\n");
}

Value setting(Machine& machine, const Arguments& arguments) {
    Reader reader(machine, arguments);
    std::string name = reader.text("key", 0).value_or("?");
    Value otherwise = reader.value("default", 1).value_or(none());
    return unknown(machine, "the setting " + name + " of the environment", otherwise, "environment " + name);
}

Value partial(Machine& machine, const Arguments& arguments) {
    machine.step();
    const bool plain = arguments.positional.size() == 1 && arguments.named.empty();
    if (arguments.positional.empty()) return unknown(machine, "functools.partial is not followed");
    if (plain) return arguments.positional[0];
    return keep(machine.heap,
                PartialObject{arguments.positional[0],
                              Items(arguments.positional.begin() + 1, arguments.positional.end()), arguments.named});
}

/// A match object as far as names are made with: group(0), group(1).
Value match_value(Machine& machine, const RegexMatch& match) {
    InstanceObject made;
    Value groups = machine.heap.list();
    for (const std::string& group : match.groups) as<List>(groups)->items.push_back(machine.heap.text(group));
    put(machine.heap, made.attributes, kGroups, groups);
    return keep(machine.heap, std::move(made));
}

std::optional<std::string> replaced(Machine& machine, const std::string& pattern, const Value& with,
                                    const std::string& text) {
    if (const auto* plain = text_of(with)) return regex_replace(pattern, *plain, text);
    const auto matches = as<Function>(with) ? regex_matches(pattern, text) : std::nullopt;
    if (!matches) return std::nullopt;
    return regex_replace(text, *matches, [&](const RegexMatch& match) -> std::optional<std::string> {
        const Value made = call(machine, with, {{match_value(machine, match)}, {}, nullptr, {}, false});
        return text_of(made) ? std::optional(*text_of(made)) : std::nullopt;
    });
}

/// What re.split and re.findall give.
Items parts_of(Machine& machine, const std::vector<RegexMatch>& matches, const std::string& text, bool between) {
    Items made;
    std::size_t at = 0;
    for (const RegexMatch& match : matches) {
        if (between) made.push_back(machine.heap.text(text.substr(at, match.begin - at)));
        at = match.end;
        Items groups;
        for (std::size_t i = 1; i < match.groups.size(); ++i) groups.push_back(machine.heap.text(match.groups[i]));
        if (between) made.insert(made.end(), groups.begin(), groups.end());
        if (between) continue;
        if (groups.empty()) groups.push_back(machine.heap.text(match.groups[0]));
        made.push_back(groups.size() == 1 ? groups[0] : machine.heap.tuple(std::move(groups)));
    }
    if (between) made.push_back(machine.heap.text(text.substr(at)));
    return made;
}

std::optional<Value> call_re(Machine& machine, std::string_view name, const Arguments& arguments) {
    const Items& given = arguments.positional;
    if (given.empty() || !arguments.named.empty()) return std::nullopt;
    const auto* written = text_of(given[0]);
    const auto* compiled = object<PatternObject>(given[0]);
    if (name == "compile" && written && given.size() == 1) return keep(machine.heap, PatternObject{*written});
    const bool replaces = name == "sub";
    if (!replaces && name != "split" && name != "findall") return std::nullopt;
    const Value missing = unknown(machine, "what this regular expression gives is not followed");
    const auto* text = given.size() == (replaces ? 3U : 2U) ? text_of(given.back()) : nullptr;
    if (!text || (!written && !compiled)) return missing;
    machine.step();
    const std::string pattern = written ? *written : compiled->pattern;
    if (replaces) {
        auto made = replaced(machine, pattern, given[1], *text);
        return made ? machine.heap.text(std::move(*made)) : missing;
    }
    const auto matches = regex_matches(pattern, *text);
    return matches ? machine.heap.list(parts_of(machine, *matches, *text, name == "split")) : missing;
}

std::optional<Value> call_itertools(Machine& machine, std::string_view name, const Arguments& arguments) {
    if (name != "chain" && name != "from_iterable" && name != "product") return std::nullopt;
    Items sources = arguments.positional;
    if (name == "from_iterable") sources = sources.empty() ? Items{} : iterate(machine, sources[0]).value_or(Items{});
    std::vector<Items> lists;
    for (const Value& source : sources) {
        auto items = iterate(machine, source);
        if (!items) return unknown(machine, "what itertools goes over is not known", machine.heap.list());
        lists.push_back(std::move(*items));
    }
    std::vector<Items> made;
    if (name == "product") {
        made.emplace_back();
        for (const Items& list : lists) {
            std::vector<Items> longer;
            for (const Items& start : made) {
                for (const Value& item : list) {
                    machine.step();
                    machine.heap.charge((start.size() + 1) * sizeof(Value));
                    longer.push_back(start);
                    longer.back().push_back(item);
                }
            }
            made = std::move(longer);
        }
        Items tuples;
        for (Items& one : made) tuples.push_back(machine.heap.tuple(std::move(one)));
        return machine.heap.list(std::move(tuples));
    }
    Items all;
    for (const Items& list : lists) all.insert(all.end(), list.begin(), list.end());
    return machine.heap.list(std::move(all));
}

std::optional<Value> call_json(Machine& machine, std::string_view name, const Arguments& arguments) {
    Reader reader(machine, arguments);
    auto given = reader.value("obj", 0);
    if (!given) return std::nullopt;
    if (const auto* source = unknown_in(*given)) return unknown_from(machine, *source);
    if (name == "dumps") {
        auto text = write_json(machine, *given, static_cast<int>(reader.whole("indent").value_or(-1)));
        return text ? machine.heap.text(*text) : unknown(machine, "JSON of a value that is not followed");
    }
    if (name == "loads" && text_of(*given)) {
        auto value = read_json(machine, *text_of(*given));
        if (!value) raise(machine, "json.JSONDecodeError", "not JSON");
        return *value;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Value> call_standard(Machine& machine, std::string_view path, const Arguments& arguments) {
    Reader reader(machine, arguments);
    if (path == "textwrap.dedent" || path == "inspect.cleandoc") {
        auto text = reader.text("text", 0);
        return text ? std::optional(machine.heap.text(dedent(*text))) : std::nullopt;
    }
    if (path == "textwrap.indent") {
        auto text = reader.text("text", 0);
        auto by = reader.text("prefix", 1);
        return text && by ? std::optional(machine.heap.text(indent(*text, *by))) : std::nullopt;
    }
    if (path == "os.getenv" || path == "os.environ.get") return setting(machine, arguments);
    if (path.starts_with("re.")) return call_re(machine, path.substr(3), arguments);
    if (path.starts_with("json.")) return call_json(machine, path.substr(5), arguments);
    if (path.starts_with("itertools.")) return call_itertools(machine, path.substr(path.rfind('.') + 1), arguments);
    if (path == "collections.OrderedDict" || path == "collections.defaultdict") {
        return call_builtin(machine, "dict", path.ends_with("defaultdict") ? Arguments{} : arguments);
    }
    if (path == "typing.NewType" && arguments.positional.size() == 2) return arguments.positional[1];
    if (path == "functools.partial") return partial(machine, arguments);
    if (path == "copy.copy" || path == "copy.deepcopy" || path == "typing.cast") {
        return arguments.positional.empty() ? std::nullopt : std::optional(arguments.positional.back());
    }
    if (path == "contextlib.suppress") return keep(machine.heap, ExceptionObject{"suppress", arguments.positional});
    if (path == "enum.auto") return machine.heap.named("enum.auto");
    if (path == "decimal.Decimal" && !arguments.positional.empty() && number_of(arguments.positional[0]))
        return arguments.positional[0];
    if (path.starts_with("logging.") || path.starts_with("warnings.") || path == "time.sleep" ||
        path.starts_with("sys.std")) {
        return path == "logging.getLogger" ? machine.heap.named("logging.logger") : none();
    }
    return std::nullopt;
}

bool is_harmless_module(std::string_view path) {
    static const std::set<std::string_view> harmless = {
        "logging",  "time",       "uuid",        "datetime", "random",    "string",    "re",         "hashlib",
        "base64",   "secrets",    "collections", "math",     "copy",      "csv",       "io",         "os",
        "sys",      "json",       "pathlib",     "decimal",  "typing",    "functools", "textwrap",   "enum",
        "operator", "zlib",       "pprint",      "tqdm",     "click",     "rich",      "structlog",  "loguru",
        "warnings", "contextlib", "dataclasses", "abc",      "types",     "traceback", "statistics", "calendar",
        "zoneinfo", "pytz",       "dateutil",    "hmac",     "itertools", "inspect",   "platform",   "getpass",
        "binascii", "struct",     "urllib",      "gzip",     "tempfile",  "shutil",    "yaml",       "bcrypt",
        "passlib",  "slugify",    "atexit",      "bisect",   "heapq",     "gc",        "threading",  "shlex"};
    return harmless.contains(path.substr(0, path.find('.')));
}

bool is_library_name(std::string_view path) {
    static const std::set<std::string_view> libraries = {"sqlalchemy", "alembic", "builtins", "postgresql", "sqlite",
                                                         "mysql",      "typing",  "enum",     "sqlmodel"};
    return libraries.contains(path.substr(0, path.find('.'))) || is_harmless_module(path);
}

namespace {

constexpr int kJsonDepth = 100;

Value from_json(Machine& machine, const nlohmann::ordered_json& json) {
    machine.step();
    if (json.is_boolean()) return boolean(json.get<bool>());
    if (json.is_number_integer()) return integer(json.get<std::int64_t>());
    if (json.is_number()) return number(json.get<double>());
    if (json.is_string()) return machine.heap.text(json.get<std::string>());
    if (json.is_array()) {
        Items items;
        for (const auto& item : json) items.push_back(from_json(machine, item));
        return machine.heap.list(std::move(items));
    }
    if (!json.is_object()) return none();
    Value made = machine.heap.dict();
    for (const auto& [key, value] : json.items()) put(machine.heap, *as<Dict>(made), key, from_json(machine, value));
    return made;
}

}  // namespace

std::optional<Value> read_json(Machine& machine, const std::string& text) {
    bool deep = false;
    auto callback = [&](int depth, nlohmann::ordered_json::parse_event_t, nlohmann::ordered_json&) {
        deep = deep || depth > kJsonDepth;
        return !deep;
    };
    auto json = nlohmann::ordered_json::parse(text, callback, false);
    if (json.is_discarded() || deep) return std::nullopt;
    return from_json(machine, json);
}

std::optional<std::string> write_json(Machine& machine, const Value& value, int indent, int depth) {
    machine.step();
    if (depth > kJsonDepth) return std::nullopt;
    if (is_none(value)) return "null";
    if (const bool* truth = bool_of(value)) return *truth ? "true" : "false";
    if (number_of(value)) return display(machine, value);
    if (const auto* text = text_of(value)) {
        return nlohmann::json(*text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    }
    const auto* dict = as<Dict>(value);
    const auto* list = as<List>(value);
    const auto* tuple = as<Tuple>(value);
    if (!dict && !list && !tuple) return std::nullopt;
    std::string made(1, dict ? '{' : '[');
    const std::string line =
        indent > 0 ? "\n" + std::string(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth + 1), ' ')
                   : "";
    const std::size_t size = dict ? dict->items.size() : (list ? list->items : tuple->items).size();
    for (std::size_t i = 0; i < size; ++i) {
        if (i > 0) made += indent > 0 ? "," : ", ";
        made += line;
        if (dict) {
            const Value& key = dict->items[i].first;
            made += write_json(machine, text_of(key) ? key : machine.heap.text(display(machine, key)), -1, depth + 1)
                        .value_or("?") +
                    ": ";
        }
        const Value& item = dict ? dict->items[i].second : (list ? list->items : tuple->items)[i];
        auto inner = write_json(machine, item, indent, depth + 1);
        if (!inner) return std::nullopt;
        machine.heap.charge(inner->size());
        made += *inner;
    }
    if (indent > 0 && size > 0)
        made += "\n" + std::string(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
    return made + (dict ? '}' : ']');
}

}  // namespace migrate::interpreter
