/// A fresh folder for one test, removed with all that is in it; and the variables that name a user's folders.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <random>
#include <string>

namespace migrate::test {

class ScratchFolder {
  public:
    ScratchFolder() {
        const auto all = std::filesystem::canonical(std::filesystem::temp_directory_path());
        do {
            path_ = (all / ("migrate-test-" + std::to_string(std::random_device{}()))).generic_string();
        } while (!std::filesystem::create_directory(path_));
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::string& path() const { return path_; }
    std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

#ifdef _WIN32
inline constexpr const char* kStateVariable = "LOCALAPPDATA";
inline void set_variable(const std::string& name, const std::string& value) {
    _putenv_s(name.c_str(), value.c_str());
}
#else
inline constexpr const char* kStateVariable = "XDG_STATE_HOME";
inline void set_variable(const std::string& name, const std::string& value) {
    value.empty() ? ::unsetenv(name.c_str()) : ::setenv(name.c_str(), value.c_str(), 1);
}
#endif

}  // namespace migrate::test
