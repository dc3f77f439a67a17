/// The one way a function of this program says that it could not do its work.
///
/// A function that can fail returns `Result<T>`: the value, or an `Error` that a person can act on.
/// Exceptions do not cross rooms; a room whose library throws catches at its border and returns an Error.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace migrate {

/// What went wrong, for a program (`code`) and for a person (`message`, `hint`, `where`).
struct Error {
    std::string code;     ///< stable, snake_case, never translated: "several_heads"
    std::string message;  ///< one sentence: what is wrong, with the names that matter
    std::string hint;     ///< one sentence: the way out; may be empty
    std::string where;    ///< "file:line", a JSON path such as "operations[0].columns[2].type", or empty

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an error: `return fail("no_project", "no alembic.ini found", "run it inside the
/// project")`.
inline tl::unexpected<Error> fail(std::string code, std::string message, std::string hint = {},
                                  std::string where = {}) {
    return tl::unexpected<Error>(Error{std::move(code), std::move(message), std::move(hint), std::move(where)});
}

}  // namespace migrate
