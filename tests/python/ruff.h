/// The real ruff, for tests: found through MIGRATE_RUFF, then .tools/ruff, then PATH.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "python/literal.h"

namespace migrate::python::testing {

inline std::string run(const std::string& command) {
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return output;
    char buffer[65536];
    for (std::size_t read = 0; (read = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, read);
    pclose(pipe);
    return output;
}

/// A path or name that can be run, or nothing.
inline std::optional<std::string> find_ruff() {
    if (const char* named = std::getenv("MIGRATE_RUFF")) return std::string(named);
    const std::string own = MIGRATE_SOURCE_DIR "/.tools/ruff/bin/ruff";
    if (std::filesystem::exists(own)) return own;
    if (!run("command -v ruff 2>/dev/null").empty()) return std::string("ruff");
    return std::nullopt;
}

/// A file of its own in the temporary folder, removed at the end.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& content) {
        std::string name = (std::filesystem::temp_directory_path() / "migrate-test-XXXXXX").string();
        const int descriptor = mkstemp(name.data());
        path_ = name;
        std::ofstream(path_, std::ios::binary) << content;
        if (FILE* file = fdopen(descriptor, "r")) fclose(file);
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

/// What `ruff format` makes of the module; its complaint when it cannot read it.
inline std::string ruff_format(const std::string& ruff, const std::string& module, int line_length, Quote quotes) {
    const TemporaryFile file(module);
    const std::string style = quotes == Quote::Double ? "double" : "single";
    return run(ruff + " format --isolated --no-cache --line-length " + std::to_string(line_length) +
               " --config \"format.quote-style='" + style + "'\" - < " + file.path() + " 2>&1");
}

/// Where two texts part: some lines before that, then how each goes on. Empty when they are equal.
inline std::string first_difference(const std::string& ours, const std::string& theirs) {
    constexpr std::size_t kContext = 600;
    if (ours == theirs) return {};
    std::size_t line = 0;
    for (std::size_t i = 0; i < ours.size() && i < theirs.size() && ours[i] == theirs[i]; ++i) {
        if (ours[i] == '\n') line = i + 1;
    }
    const std::size_t begin = line > kContext ? line - kContext : 0;
    return ours.substr(begin, line - begin) + "--- ours\n" + ours.substr(line, kContext) + "\n--- ruff\n" +
           theirs.substr(line, kContext) + "\n";
}

}  // namespace migrate::python::testing
