/// What is made of the project's Python files alone, kept with the files that were asked for on the way.
#pragma once

#include <string>
#include <vector>

#include "base/work.h"
#include "cache/answer.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

/// ProjectFiles, where each question is noted with what came.
class AskedFiles {
  public:
    AskedFiles(ProjectFiles& files, const cache::Store* kept, cache::Asked& asked)
        : files_(files), kept_(kept), asked_(asked) {}

    std::optional<models::SourceFile> module(const std::string& name) {
        std::optional<models::SourceFile> file = files_.module(name);
        note(kModule + name, file);
        return file;
    }
    std::vector<models::SourceFile> holding(const std::string& text) {
        std::vector<models::SourceFile> found = files_.holding(text);
        note(kHolding + text, found);
        return found;
    }
    /// The fingerprint of what comes now.
    static base::Fingerprint ask(const std::string& question, ProjectFiles& files, const cache::Store& kept) {
        const std::string kind = question.substr(0, kModule.size());
        const std::string rest = question.substr(std::min(question.size(), kModule.size()));
        return kind == kModule ? of(files.module(rest), kept) : of(files.holding(rest), kept);
    }
    template <class Found>
    static base::Fingerprint of(const Found& found, const cache::Store& kept) {
        return kept.hash()({cache::to_bytes(found).value_or("")});
    }

  private:
    inline static const std::string kModule = "module ";
    inline static const std::string kHolding = "holds: ";  // as long

    template <class Found>
    void note(const std::string& question, const Found& found) {
        if (kept_ != nullptr) asked_.insert_or_assign(question, of(found, *kept_));
    }

    ProjectFiles& files_;
    const cache::Store* kept_;
    cache::Asked& asked_;
};

/// What `make` makes of `seed` and of the files that it asks for; `name` says of which kind it is.
template <class Value, class Seed, class Make>
Value kept_of_files(const std::string& name, const Seed& seed, ProjectFiles& files, cache::Store* kept, Make make) {
    const project::Project& project = files.project();
    const std::string whole =
        name + "\n" + project.script_location + "\n" + project.config_path + "\n" + project.section;
    return cache::kept_answer<Value>(
        kept, whole, project.root,
        [&](const std::string& question) {
            return question.empty() ? AskedFiles::of(seed, *kept) : AskedFiles::ask(question, files, *kept);
        },
        [&](cache::Asked& asked) {
            if (kept != nullptr) asked.emplace("", AskedFiles::of(seed, *kept));
            AskedFiles all(files, kept, asked);
            return make(all);
        });
}

}  // namespace migrate::usecases
