#include "usecases/committed.h"

#include "base/files.h"
#include "project/git.h"

namespace migrate::usecases {

std::vector<lint::CommittedFile> committed_files(const project::Project& project) {
    std::vector<lint::CommittedFile> files;
    for (project::ChangedFile& changed : project::changed_on_main_line(project)) {
        Result<std::string> text = base::read_file(base::join_path(project.root, changed.path));
        if (text) files.push_back({changed.path, changed.branch, std::move(changed.text_there), std::move(*text)});
    }
    return files;
}

}  // namespace migrate::usecases
