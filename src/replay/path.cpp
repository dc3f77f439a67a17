// One way through a module and its function.
#include <algorithm>

#include "interpreter/interpreter.h"
#include "replay/paths.h"

namespace migrate::replay {

namespace {

/// A statement of the module that fails does not stop the others: most are about data or the application.
void run_module_level(Machine& machine, Scope& scope, const python::Module& module) {
    for (const python::Statement& statement : module.statements) {
        try {
            execute(machine, scope, statement);
        } catch (const Raised& raised) {
            remark(machine, Remark::Kind::note, "not followed: " + display(machine, raised.exception));
        }
    }
}

/// The arguments for upgrade(): none as a rule; `op` where a project hands it over; others are not known.
Arguments arguments_for(Machine& machine, const Function& function) {
    Arguments arguments;
    for (std::size_t i = 0; i < function.parameters->size(); ++i) {
        const python::Parameter& parameter = (*function.parameters)[i];
        const bool filled = function.defaults[i] || parameter.kind == python::ParameterKind::Args ||
                            parameter.kind == python::ParameterKind::Kwargs;
        if (filled) continue;
        const bool is_op = parameter.name == "op";
        arguments.named.emplace_back(parameter.name,
                                     is_op ? machine.heap.named("alembic.op")
                                           : unknown(machine, "the argument " + parameter.name + " of the function"));
    }
    return arguments;
}

/// upgrade(engine_name) of a project with several databases calls upgrade_<name>(): all of them are followed, one after
/// the other, as long as no two make the same thing. Nothing for a file that has none.
bool run_several_databases(Machine& machine, const Scope& scope, std::string_view function) {
    const std::string prefix = std::string(function) + "_";
    std::vector<const Function*> functions;
    for (const auto& [name, value] : scope.names) {
        if (const auto* found = as<Function>(value); found && name.starts_with(prefix)) functions.push_back(found);
    }
    for (std::size_t i = 0; i < functions.size(); ++i) {
        const std::size_t told = machine.remarks.size();
        call_function(machine, *functions[i], {});
        const auto first = machine.remarks.begin() + static_cast<std::ptrdiff_t>(told);
        const auto is_failure = [](const Remark& remark) { return remark.kind == Remark::Kind::fails; };
        if (i == 0 || std::none_of(first, machine.remarks.end(), is_failure)) continue;
        machine.remarks.erase(std::remove_if(first, machine.remarks.end(), is_failure), machine.remarks.end());
        emit_opaque(machine, std::string(function),
                    "this migration is for several databases that have tables of the same name");
        return true;
    }
    return !functions.empty();
}

void run_the_function(Machine& machine, Scope& scope, std::string_view name) {
    const Value* found = look_up(machine, scope, name);
    const auto* function = found ? as<Function>(*found) : nullptr;
    if (!function) {
        remark(machine, Remark::Kind::note, "there is no " + std::string(name) + "()");
        return;
    }
    const bool by_engine = std::ranges::any_of(*function->parameters, [](const python::Parameter& parameter) {
        return parameter.name == "engine_name" || parameter.name == "engine";
    });
    if (by_engine && run_several_databases(machine, scope, name)) return;
    call_function(machine, *function, arguments_for(machine, *function));
}

}  // namespace

Outcome run_path(const python::Module& module, const Setting& setting, std::string_view function, const Schema& before,
                 const std::vector<bool>& decisions) {
    Machine machine(setting, before, decisions);
    Outcome outcome;
    const auto end = [&](Outcome::End how) {
        outcome.end = how;
        outcome.where = machine.where_ended();
    };
    try {
        auto made = std::make_shared<Scope>();
        Scope& scope = *machine.heap.keep(made);
        machine.module = &scope;
        run_module_level(machine, scope, module);
        run_the_function(machine, scope, function);
    } catch (const Raised& raised) {
        end(Outcome::End::raised);
        const auto* exception = object<ExceptionObject>(raised.exception);
        const std::string type = exception ? exception->type : "";
        const std::string text = display(machine, raised.exception);
        outcome.message = type.substr(type.rfind('.') + 1) + (text.empty() ? "" : ": " + text.substr(0, 300));
        outcome.simulated = raised.simulated;
    } catch (const Stopped& stopped) {
        end(Outcome::End::stopped);
        outcome.message = stopped.reason;
    }
    if (outcome.end == Outcome::End::finished) outcome.where = machine.where();
    outcome.schema = std::move(machine.schema);
    outcome.operations = std::move(machine.operations);
    outcome.places = std::move(machine.places);
    outcome.remarks = std::move(machine.remarks);
    outcome.choices = std::move(machine.choices);
    outcome.complete = machine.complete;
    outcome.steps = machine.steps;
    return outcome;
}

}  // namespace migrate::replay
