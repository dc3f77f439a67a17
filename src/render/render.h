/// The render room: a Plan and the house rules to the migration file's text, a fixed point of `ruff format`.
///
/// It knows nothing of words, files on disk or the graph; it is handed the header's facts.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan/plan.h"
#include "render/import_order.h"

namespace migrate::render {

/// A type that the house has a class of its own for: where a column is of this very type on each database in use, it is
/// written as `code`, and its import stands among the others.
struct OwnType {
    Type type;  ///< portable
    std::string code;
    Import import;
};

struct Header {
    std::string title;  ///< the docstring's first line, unescaped
    std::string revision;
    std::vector<std::string> down_revisions;   ///< none, one, or several for a merge
    std::string create_date;                   ///< as it is to stand after "Create Date: "
    std::optional<std::string> template_text;  ///< script.py.mako's text, when it keeps to the usual placeholders
    std::vector<OwnType> own_types = {};
    std::optional<ImportOrder> import_order = {};  ///< of a file in the template's layout; as that has them without
    std::set<std::string> wrapped_names =
        {};  ///< kinds ("ck", "uq", "fk", "pk", "ix") whose names Alembic would change
             ///< by the project's naming convention: op.f() keeps them as they are
};

/// The whole file. An empty plan gives `pass` bodies (the seed's template).
/// Errors: "bad_template" (the mako template uses more than the usual placeholders), "cannot_render".
Result<std::string> write_migration(const Header& header, const plan::Plan& plan, const project::HouseRules& rules);

/// One operation as a statement for PostgreSQL, on one line and in the built-in form: op.create_index("ix_a", "a",
/// ["b"]); what Alembic has no call for is SQL in op.execute(). "" for what cannot be written.
std::string write_call(const Operation& operation);

/// Why a template of the house cannot be taken, as the end of a sentence; "" where it can: it must import `op` and
/// `sa`, have a place for the ids and for both bodies, and keep to the usual placeholders.
std::string fault_of_template(const std::string& mako);

}  // namespace migrate::render
