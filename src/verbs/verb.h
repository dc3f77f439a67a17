/// The verbs: all that can be asked of the program, each said once.
///
/// A verb is one file in each/ that CMake finds: its names and texts, its fields, the use case that it runs, and how
/// the answer reads for a person, a model and a program. JSON-RPC's methods, MCP's tools, the terminal's commands,
/// their schemas, help and checks of what is sent come from it. The room knows no transport; what a request means is
/// the use cases' matter.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/work.h"
#include "mcp/mcp.h"
#include "rpc/dispatcher.h"
#include "verbs/values.h"

namespace migrate::verbs {

inline constexpr const char* kVersion = MIGRATE_VERSION;  ///< of this program

/// Who asks.
enum class Asker {
    person,   ///< at the terminal
    program,  ///< by a method of JSON-RPC
    model,    ///< by a tool of MCP
};

/// Who may send a field.
enum class For { all, programs, person, model };

/// How a field is typed at the terminal.
enum class Typed {
    option,  ///< --dry-run
    word,    ///< a word without a name
    words,   ///< all words without a name; for a text, joined by blanks
};

/// All of a field but its name and where its value goes.
struct FieldText {
    std::string help = "";  ///< at the terminal; "": it has no such option
    For whom = For::all;
    Typed typed = Typed::option;
    bool required = false;
    bool must_be_typed = false;  ///< required at the terminal only
    bool brief = false;          ///< the tool's schema tells of it; the others are taken, and named in errors
    std::vector<std::string> choices = {};  ///< the only values; empty: any
    OutJson schema = nullptr;               ///< of its value in the tool's schema, where its kind does not say enough
    std::string type_name = "";             ///< of its value in the terminal's help, where it is not the usual one
    std::string alone = "";                 ///< its value where the option is typed without one; "": it needs one
    std::string group = "";                 ///< options of one group exclude each other: its title
    std::string group_text = "";
};

struct FieldShape : FieldText {
    std::string name = "";  ///< in JSON; at the terminal with - for _
    Kind kind = Kind::text;
};

/// The way to a value in what is asked: at(&Asked::request, &CreateRequest::date).
template <typename... Member>
auto at(Member... member) {
    return [=](auto& asked) -> auto& { return (asked.*....*member); };
}

template <typename Asked>
struct Field : FieldShape {
    std::function<Result<void>(const Json& value, Asked& asked)> read;

    /// `way` leads to the value in what is asked; where it returns nothing, the field is a flag, and `way` is what it
    /// does when it is set.
    template <typename Way>
    Field(std::string named, Way way, FieldText text = {}) : FieldShape{std::move(text), std::move(named), {}} {
        using Value = std::remove_cvref_t<std::invoke_result_t<Way, Asked&>>;
        if constexpr (std::is_void_v<Value>) {
            kind = Kind::flag;
            read = [way, known = name](const Json& value, Asked& asked) {
                bool is_set = false;
                Result<void> done = read_value(known, value, is_set);
                if (is_set) way(asked);
                return done;
            };
        } else {
            kind = kKindOf<Value>;
            read = [way, known = name](const Json& value, Asked& asked) {
                return read_value(known, value, way(asked));
            };
        }
    }
};

/// A method of JSON-RPC.
struct MethodName {
    std::string name = "";
    Json preset = Json::object();  ///< parameters that it always has
    std::string summary = "";      ///< "" for the verb's
};

struct ToolText {
    std::string name = "";  ///< "": it is no tool
    std::string title = "";
    std::string description = "";
    OutJson output_schema = nullptr;
    mcp::ToolAnnotations annotations = {};
    bool asks_first = false;  ///< the plugin's hook lets the client ask the person before each call
};

/// An answer, made into the form of whoever asked.
struct Answer {
    std::function<OutJson()> json;
    std::function<std::string()> text;
    std::function<mcp::ToolResult()> tool = {};
    /// For a model whose host shows the person the whole; empty: the tool's text.
    std::function<std::string()> brief = {};
    int exit_code = 0;
};

/// From where, and by whom.
struct Call {
    std::string start;  ///< the folder to search the project from
    Asker asker = Asker::program;
    base::Work work = {};
};

struct Verb {
    int rank = 0;              ///< its place in lists
    std::string command = "";  ///< at the terminal; "": none
    std::string summary = "";
    std::vector<std::string> examples = {};  ///< lines to type
    std::vector<MethodName> methods = {};
    std::string usual_params = "{}";  ///< JSON that may be sent, named where something else came
    ToolText tool = {};
    rpc::Schedule schedule = rpc::Schedule::exclusive;
    bool runs_programs = false;  ///< the terminal shows how far it is, and a signal ends what it started
    std::vector<FieldShape> fields = {};
    /// Errors: "bad_params" with the field in `where`, and those of the use case.
    std::function<Result<Answer>(const Json& params, const Call& call)> run = {};
};

/// A verb with the types of its request and of its answer. `Asked` has a member `request` with `start` and `project`
/// (or one whose member `wanted` has them), and what the answer's form depends on.
template <typename Asked, typename View>
struct Definition {
    Verb about;
    std::vector<Field<Asked>> fields;
    Result<void> (*settle)(Asked& asked) = nullptr;  ///< what fields say together, after each was read
    Result<View> (*run)(const Asked& asked, const base::Work& work) = nullptr;
    OutJson (*json)(const View& view, const Asked& asked) = nullptr;
    std::string (*text)(const View& view, const Asked& asked) = nullptr;
    mcp::ToolResult (*tool)(const View& view, const Asked& asked) = nullptr;  ///< not given: both of the above
    std::string (*brief)(const View& view) = nullptr;
    int (*exit_code)(const View& view, const Asked& asked) = nullptr;  ///< not given: 0
};

/// True when this asker may send the field.
bool is_for(const FieldShape& field, Asker asker);
/// The JSON schema of a method's parameters.
OutJson params_schema(const Verb& verb);
/// What a model is told of a tool's arguments: short on purpose, it pays for it in every session.
OutJson input_schema(const Verb& verb);
/// Error when the parameters are no object, or hold what no field of this asker takes.
Result<void> check_params(const Verb& verb, const Json& params, Asker asker);
/// Error when the value is none of the field's choices.
Result<void> check_choice(const FieldShape& field, const Json& value);

/// An error as a tool's result: isError, with the message, the place and the hint.
mcp::ToolResult error_result(const Error& error);
/// The JSON text as it is sent, to see how long it is.
std::string dumped(const OutJson& json);
inline constexpr std::size_t kMaxResult = 40'000;  ///< characters of a tool's result: hosts put longer ones into a file
/// True when both forms of it are at most kMaxResult long.
bool fits(const mcp::ToolResult& result);

template <typename Asked, typename View>
Result<Asked> read_asked(const Definition<Asked, View>& definition, const Json& params, const Call& call) {
    Asked asked;
    auto& place = [&]() -> auto& {
        if constexpr (requires { asked.request.start; })
            return asked.request;
        else
            return asked.request.wanted;
    }();
    place.start = call.start;
    if (const Result<void> fine = check_params(definition.about, params, call.asker); !fine)
        return tl::unexpected(fine.error());
    const auto is_given = [&](const std::string& name) { return params.contains(name) && !params[name].is_null(); };
    if (is_given("project")) {
        if (const auto read = read_value("project", params["project"], place.project); !read)
            return tl::unexpected(read.error());
    }
    for (const Field<Asked>& field : definition.fields) {
        if (!is_given(field.name)) continue;
        const Json& value = params[field.name];
        const Result<void> read = check_choice(field, value).and_then([&] { return field.read(value, asked); });
        if (!read) return tl::unexpected(read.error());
    }
    if (definition.settle != nullptr) {
        if (const Result<void> fine = definition.settle(asked); !fine) return tl::unexpected(fine.error());
    }
    return asked;
}

template <typename Asked, typename View>
Verb make_verb(Definition<Asked, View> definition) {
    definition.about.fields.assign(definition.fields.begin(), definition.fields.end());
    Verb verb = definition.about;
    verb.run = [it = std::move(definition)](const Json& params, const Call& call) -> Result<Answer> {
        Result<Asked> read = read_asked(it, params, call);
        if (!read) return tl::unexpected(read.error());
        const auto asked = std::make_shared<const Asked>(std::move(*read));
        Result<View> ran = it.run(*asked, call.work);
        if (!ran) return tl::unexpected(ran.error());
        const auto view = std::make_shared<const View>(std::move(*ran));
        Answer answer{.json = [=, json = it.json] { return json(*view, *asked); },
                      .text = [=, text = it.text] { return text(*view, *asked); }};
        answer.tool = [=, tool = it.tool, both = answer] {
            return tool != nullptr ? tool(*view, *asked)
                                   : mcp::ToolResult{.structured = both.json(), .text = both.text()};
        };
        if (it.brief != nullptr) answer.brief = [=, brief = it.brief] { return brief(*view); };
        if (it.exit_code != nullptr) answer.exit_code = it.exit_code(*view, *asked);
        return answer;
    };
    return verb;
}

/// In the order of their rank.
const std::vector<Verb>& all_verbs();

}  // namespace migrate::verbs
