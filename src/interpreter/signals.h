/// What travels up through the interpreter's C++ frames, as C++ exceptions that never leave the room.
#pragma once

#include <string>

#include "interpreter/value.h"

namespace migrate::interpreter {

/// A Python exception on its way to its `except`.
struct Raised {
    Value exception;
    bool simulated = false;  ///< raised by what a call would do, not by a `raise` statement
};

/// A limit was reached: the run ends here.
struct Stopped {
    std::string reason;
};

/// A module of the project asks what only a real run answers: the statement gives nothing.
struct NotKnown {};

}  // namespace migrate::interpreter
