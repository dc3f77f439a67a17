/// The answer to a hook of Claude Code that runs after a tool changed a file.
#pragma once

#include <string>
#include <string_view>

namespace migrate::server {

inline constexpr std::size_t kMaxHookInput = std::size_t{32} << 20U;  ///< bytes; it holds the edited file, also twice
inline constexpr std::size_t kMaxHookText = 8'000;                    ///< characters of what the agent gets to read

/// `input` is the JSON that the client sends: {"hook_event_name": "PostToolUse", "cwd", "tool_input": {"file_path"},
/// …}. The answer is JSON with the findings above INFO of that file; "" when it is no migration of a project, when
/// there is nothing to tell, and whenever anything is not as it should be: an edit must not be disturbed.
std::string answer_hook(std::string_view input);

}  // namespace migrate::server
