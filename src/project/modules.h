/// Where Python finds the project's modules. Migrations, env.py and models all ask here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/project.h"

namespace migrate::project {

/// The module that Alembic makes of env.py.
inline constexpr std::string_view kEnvModule = "env_py";

/// A module that the path does not have costs a walk through the repository, once for each of these: one request shares
/// one.
class Modules {
  public:
    explicit Modules(const Project& project);

    /// The absolute path of the file that `import name` runs; nullopt when the project has none. Looked for, as Python
    /// does, in one folder of its path after the other: what `prepend_sys_path` names, the folders from that of the
    /// config up to the root with `src` in each (the working directory, and where the project is installed from). A
    /// module that none of these has is looked for in the repository's other folders that are no packages themselves:
    /// env.py, or an installation of them, may put them on the path. Where several have it, those with a packaging file
    /// count; of two that are alike none is taken.
    std::optional<std::string> find(const std::string& name);

  private:
    void look_around();

    std::string root_;
    std::string env_;
    std::vector<std::string> folders_;
    std::map<std::string, std::vector<std::string>> holders_;  ///< folders that are no packages, by what is in them
    std::set<std::string> packaged_;                           ///< those that are installed
    bool looked_ = false;
};

/// Their texts; nullopt where there is none.
std::function<std::optional<std::string>(const std::string& name)> module_texts(std::shared_ptr<Modules> modules);

}  // namespace migrate::project
