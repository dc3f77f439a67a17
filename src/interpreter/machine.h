/// The state of one path through one function of one file, and what every part of the interpreter asks of it.
///
/// A Machine belongs to one run and one thread. Values that it hands out live as long as it does. It knows no database:
/// the rooms above put their own state behind it (sqlalchemy::Machine, replay::Machine), and reach it again from the
/// functions of their Host.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/environment.h"
#include "interpreter/host.h"
#include "interpreter/limits.h"
#include "interpreter/objects.h"
#include "interpreter/signals.h"
#include "interpreter/value.h"
#include "python/parsed_texts.h"

namespace migrate::interpreter {

/// A question that only the real run answers, and the answer this path took for it.
struct Choice {
    std::string where;
    std::string reason;
    bool taken = false;
};

struct ParsedModules;

/// What is the same for all paths of a run.
struct Setting {
    std::string path;  ///< of the file, for remarks
    RunLimits limits;
    ModuleSource modules;  ///< may be empty
    std::shared_ptr<ParsedModules> parsed;
    std::shared_ptr<python::ParsedTexts> texts;  ///< that others have parsed; may be empty
    std::chrono::nanoseconds deadline{0};        ///< of the thread's processor time, base::thread_time
};

struct Scope;

struct Machine {
    /// `the_setting` and `the_host` must outlive the machine.
    Machine(const Setting& the_setting, const Host& the_host, std::vector<bool> the_decisions);

    const Setting& setting;
    const Host& host;
    Heap heap;

    std::vector<bool> decisions;          ///< to take, in order; past the end the likely one is taken
    std::vector<Choice> choices;          ///< taken
    std::map<std::string, bool> decided;  ///< by Unknown::key

    int line = 0;
    /// Where the exception began that ended a call; `calls` were open when the last one ended so, 0: there is none.
    struct {
        int line = 0;
        Scope* module = nullptr;
        int calls = 0;
    } ended;
    int calls = 0;  ///< nested calls of the module's functions
    /// The module's own statement that called the functions that run; `calls` of others were open when it began.
    struct Entered {
        int line = 0;
        Scope* module = nullptr;
        int calls = 0;
    } entered;
    int nesting = 0;     ///< nested expressions
    bool alone = false;  ///< the next call is a statement of its own
    int guarded = 0;     ///< `try` blocks around, whose `except` may catch
    int swallowing = 0;  ///< those of them after whose `except` the code goes on
    long steps = 0;
    long step_limit = 0;
    std::chrono::nanoseconds deadline{0};
    Scope* module = nullptr;               ///< of the function that runs
    const Object* owner = nullptr;         ///< the class of the method that runs, for super()
    Value self = none();                   ///< its first argument
    std::map<std::string, Scope*> loaded;  ///< modules of the project; nullptr for those that are not there
    std::set<std::string> unsettled;       ///< paths into them that lead to nothing known
    int loading = 0;                       ///< modules whose statements run: without effect on what the host keeps
    long loading_steps = 0;                ///< that all of them have taken
    bool follows_annotations = false;      ///< a call that gives nothing known gives an instance of what it is
                                           ///< annotated with

    /// Counts one step. Throws Stopped when the run has taken too many or too long.
    void step();
    /// "file.py:12" of the statement that runs.
    [[nodiscard]] std::string where() const;
    /// The same of the module's own statement that led here, through functions or not.
    [[nodiscard]] std::string where_entered() const;
    /// The same of the statement at which an exception that nothing caught began.
    [[nodiscard]] std::string where_ended() const;
};

/// A value that is not known, and why: one sentence without its full stop.
Value unknown(Machine& machine, std::string reason, std::optional<Value> likely = std::nullopt, std::string key = {});
/// An Unknown that is made from another one: its reason and place stay.
Value unknown_from(Machine& machine, const Unknown& source, std::optional<Value> likely = std::nullopt);
/// The value that an Unknown has on a fresh database, else the value itself; nullopt when nothing is likely.
std::optional<Value> likely_of(const Value& value);

/// Throws Raised with a new exception of the type.
[[noreturn]] void raise(Machine& machine, std::string type, std::string message, bool simulated = true);

/// Python's truth of a value. For an Unknown this is a choice: the path takes its decision, or the likely
/// answer.
bool truth(Machine& machine, const Value& value);
/// Takes the choice itself.
bool decide(Machine& machine, const Unknown& unknown);

/// Arguments of a call, evaluated.
struct Arguments {
    Items positional;
    std::vector<std::pair<std::string, Value>> named;
    const Unknown* rest = nullptr;  ///< *args or **kwargs that are not known
    std::string source;             ///< the call's Python text, cut short
    bool result_unused = false;     ///< the call is a statement of its own
};

/// Calls anything: functions of the module, methods, named functions of libraries, classes.
Value call(Machine& machine, const Value& callee, Arguments arguments);
/// value.name
Value attribute(Machine& machine, const Value& value, const std::string& name);
/// value.name = ...
void set_attribute(Machine& machine, const Value& holder, const std::string& name, const Value& value);

/// Python's str() and repr(); bounded in depth. Unknown parts become kHole.
std::string display(Machine& machine, const Value& value);
std::string represent(Machine& machine, const Value& value, int depth = 0);

}  // namespace migrate::interpreter
