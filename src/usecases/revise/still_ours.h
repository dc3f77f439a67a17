/// Is a migration file still what this program wrote, and what would it have to be asked to write it again?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/requested.h"
#include "usecases/workspace.h"

namespace migrate::usecases {

struct Recognised {
    bool word_for_word = false;  ///< the file is, byte for byte, what we write for what it does
    /// Operations that give this file when they are asked for, exactly or but for a person's lines; nothing when no
    /// such are known.
    std::optional<std::vector<RequestedOperation>> requests;
    std::string written;  ///< what we write for what it does, when that is known: what differs is a person's
    std::string asked;    ///< what we write where `requests` are asked for; "" when they give nothing
    Schema after;         ///< the PostgreSQL schema after it
};

/// `before` is the workspace at the revision's parent.
Recognised recognise(const Workspace& before, const history::Revision& revision, const std::string& text);

/// True when both files make the same operations, up and down, on each database. `before` is as above.
bool does_the_same(const std::string& text, const std::string& other, const Workspace& before);

}  // namespace migrate::usecases
