/// The project's Python files that its declarative classes may stand in.
///
/// It only finds and reads them; what they say is the models room's matter.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cache/store.h"
#include "models/models.h"
#include "project/modules.h"
#include "project/project.h"

namespace migrate::usecases {

/// All of them, paths relative to the project's root, the ones nearest to it first. Left out: hidden folders, virtual
/// environments, node_modules, tests, the migrations themselves, files over 1 MiB; at most 20,000 entries are looked at
/// and 16 MiB read. Never fails: what cannot be read is not there.
std::vector<models::SourceFile> python_files(const project::Project& project);

/// The project's modules by their names, and its files by what they hold; looked for and read once, when first asked
/// for: one for all that a request asks.
class ProjectFiles {
  public:
    explicit ProjectFiles(project::Project project)
        : project_(std::move(project)), modules_(std::make_shared<project::Modules>(project_)) {}

    const project::Project& project() const { return project_; }
    const std::shared_ptr<project::Modules>& modules() const { return modules_; }
    const std::shared_ptr<python::ParsedTexts>& texts() const { return texts_; }
    const std::vector<models::SourceFile>& all();
    std::vector<models::SourceFile> holding(const std::string& text);
    std::optional<models::SourceFile> module(const std::string& name);

  private:
    project::Project project_;
    std::shared_ptr<project::Modules> modules_;
    std::shared_ptr<python::ParsedTexts> texts_ = std::make_shared<python::ParsedTexts>();
    std::vector<models::SourceFile> all_;
    bool read_ = false;
};

/// The classes that are mapped to tables, in the order of their files; none when no file holds one of `words` (small
/// letters: names of tables and classes), which saves the reading. Never fails: a file that cannot be parsed is a model
/// without a name, with its doubt. `kept`: of earlier requests.
std::vector<models::Model> models_of(ProjectFiles& files, const std::vector<std::string>& words,
                                     cache::Store* kept = nullptr);

}  // namespace migrate::usecases
