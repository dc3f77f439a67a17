#include "interpreter/machine.h"

#include "base/allowance.h"
#include "base/environment.h"
#include "interpreter/interpreter.h"
#include "interpreter/library.h"

namespace migrate::interpreter {

namespace {

constexpr std::size_t kMaxChoices = 2'000;

}  // namespace

Machine::Machine(const Setting& the_setting, const Host& the_host, std::vector<bool> the_decisions)
    : setting(the_setting),
      host(the_host),
      decisions(std::move(the_decisions)),
      step_limit(the_setting.limits.steps),
      deadline(the_setting.deadline) {}

void Machine::step() {
    if (++steps > step_limit) throw Stopped{"it takes more than " + std::to_string(step_limit) + " steps"};
    base::step();
    if (steps % 1024 != 0) return;
    if (setting.limits.cancel.stop_requested()) throw Stopped{"it was cancelled"};
    if (base::thread_time() > deadline) {
        throw Stopped{"it takes longer than " + std::to_string(setting.limits.milliseconds) + " ms"};
    }
}

namespace {

std::string place_of(const Machine& machine, const Scope* module, int line) {
    const bool elsewhere = module && !module->file.empty();
    return (elsewhere ? module->file : machine.setting.path) + ":" + std::to_string(line);
}

}  // namespace

std::string Machine::where() const {
    return place_of(*this, module, line);
}

std::string Machine::where_entered() const {
    return calls > entered.calls ? place_of(*this, entered.module, entered.line) : where();
}

std::string Machine::where_ended() const {
    return ended.calls == 1 ? place_of(*this, ended.module, ended.line) : where();
}

Value unknown(Machine& machine, std::string reason, std::optional<Value> likely, std::string key) {
    auto* made = machine.heap.make<Unknown>();
    machine.heap.charge(reason.size() + key.size());
    made->reason = std::move(reason);
    made->where = machine.where();
    made->key = std::move(key);
    made->likely = likely;
    return {made};
}

Value unknown_from(Machine& machine, const Unknown& source, std::optional<Value> likely) {
    Value made = unknown(machine, source.reason, likely);
    as<Unknown>(made)->where = source.where;
    return made;
}

std::optional<Value> likely_of(const Value& value) {
    const auto* unknown = as<Unknown>(value);
    if (!unknown) return value;
    return unknown->likely;
}

void raise(Machine& machine, std::string type, std::string message, bool simulated) {
    Value text = machine.heap.text(std::move(message));
    throw Raised{keep(machine.heap, ExceptionObject{std::move(type), {text}}), simulated};
}

bool decide(Machine& machine, const Unknown& unknown) {
    if (machine.loading > 0) throw NotKnown{};
    if (!unknown.key.empty()) {
        auto known = machine.decided.find(unknown.key);
        if (known != machine.decided.end()) return known->second != unknown.negated;
    }
    if (machine.choices.size() >= kMaxChoices) throw Stopped{"it asks too many questions that only a real run answers"};
    bool taken = unknown.likely && !is_unknown(*unknown.likely) && truth(machine, *unknown.likely);
    if (machine.choices.size() < machine.decisions.size()) taken = machine.decisions[machine.choices.size()];
    machine.choices.push_back({unknown.where, unknown.reason, taken});
    if (!unknown.key.empty()) machine.decided[unknown.key] = taken != unknown.negated;
    return taken;
}

namespace {

/// A constant of the application may be anything.
bool truth_of_name(Machine& machine, const Named& named) {
    if (named.path == "typing.TYPE_CHECKING") return false;
    if (is_library_name(named.path)) return true;
    Value question =
        unknown(machine, "what " + named.path + " is, only the application knows", std::nullopt, named.path);
    return decide(machine, *as<Unknown>(question));
}

}  // namespace

bool truth(Machine& machine, const Value& value) {
    if (const auto* unknown = as<Unknown>(value)) return decide(machine, *unknown);
    if (is_none(value)) return false;
    if (const auto* named = as<Named>(value)) return truth_of_name(machine, *named);
    if (auto number = number_of(value)) return *number != 0;
    if (const auto* text = text_of(value)) return !text->empty();
    if (const auto* bytes = as<Bytes>(value)) return !bytes->data.empty();
    if (const auto* list = as<List>(value)) return !list->items.empty();
    if (const auto* tuple = as<Tuple>(value)) return !tuple->items.empty();
    if (const auto* dict = as<Dict>(value)) return !dict->items.empty();
    if (const auto* set = as<Set>(value)) return !set->keys.items.empty();
    if (const auto* range = as<Range>(value))
        return range->step > 0 ? range->start < range->stop : range->start > range->stop;
    if (const auto* row = object<RowObject>(value)) return !row->items.empty();
    return true;
}

}  // namespace migrate::interpreter
