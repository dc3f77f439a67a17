/// The answers to the hooks of Claude Code: before and after a tool of ours, and after a tool that changed a file.
#pragma once

#include <string>
#include <string_view>

#include "base/work.h"

namespace migrate::server {

inline constexpr std::size_t kMaxHookInput = std::size_t{32} << 20U;  ///< bytes; it holds the edited file, also twice
inline constexpr std::size_t kMaxHookText = 8'000;                    ///< characters of what the agent gets to read

/// `input` is the JSON that the client sends: {"hook_event_name", "cwd", "tool_name", "tool_input": {…}, …}. "" when
/// there is nothing to say, and whenever anything is not as it should be: a session must not be disturbed.
/// - PreToolUse of one of our four tools that run no code of the project: it is allowed, so that no message of a
/// session
///   is asked for it; where a person sits at the client's terminal, the server is told that a hook shows the answer.
/// - PostToolUse of our tools: that answer, word for word, for the person.
/// - PostToolUse of another tool with a `file_path`: the findings above INFO of that file, if it is a migration, or
///   that it was too much to check.
std::string answer_hook(std::string_view input, const base::Work& work = {});

}  // namespace migrate::server
