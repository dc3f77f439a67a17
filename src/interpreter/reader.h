/// Reads the arguments of a call by name or position, and remembers the first one that is not known.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/machine.h"

namespace migrate::interpreter {

class Reader {
  public:
    Reader(Machine& machine, const Arguments& arguments) : machine_(machine), arguments_(arguments) {}

    /// The argument as it is; nullopt when it is not given. `position` -1 means keyword only.
    std::optional<Value> value(std::string_view name, int position = -1);
    /// A str, or what has a name (Column, Table, enumeration member of str). Not a str, or Unknown: nullopt,
    /// see `unknown`.
    std::optional<std::string> text(std::string_view name, int position = -1);
    std::optional<std::int64_t> whole(std::string_view name, int position = -1);
    bool flag(std::string_view name, int position = -1, bool otherwise = false);
    /// A list of names: strings or columns; one string is a list of one.
    std::vector<std::string> texts(std::string_view name, int position = -1);
    bool given(std::string_view name, int position = -1) { return value(name, position).has_value(); }

    [[nodiscard]] const Arguments& arguments() const { return arguments_; }
    /// Why one of the arguments read so far is not known, and where that began; "" when all are.
    [[nodiscard]] const std::string& unknown() const { return unknown_; }
    void note_unknown(const std::string& reason);

  private:
    Machine& machine_;
    const Arguments& arguments_;
    std::string unknown_;
};

/// The str that a value stands for: a str, a str enumeration's value, the name of a column, a table or another object
/// of the host.
std::optional<std::string> text_in(Machine& machine, const Value& value);

}  // namespace migrate::interpreter
