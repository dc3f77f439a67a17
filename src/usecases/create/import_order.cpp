#include "usecases/create/import_order.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/text.h"

namespace migrate::usecases {

namespace {

/// Packages that lie where ruff and isort look for those of a project.
std::set<std::string> own_roots(const Workspace& workspace) {
    std::set<std::string> roots;
    const std::string folder = base::parent_path(workspace.project.config_path);
    for (const render::OwnType& type : workspace.own_types) {
        const std::string root = render::root_of(type.import.module);
        for (const std::string& place : {workspace.project.root, workspace.project.root + "/src", folder}) {
            if (base::exists(base::join_path(place, root)) || base::exists(base::join_path(place, root + ".py")))
                roots.insert(root);
        }
    }
    return roots;
}

}  // namespace

std::optional<render::ImportOrder> import_order(const Workspace& workspace, const std::vector<LastFile>& files) {
    std::vector<std::string> heads;  // all imports in question stand before the first function
    for (const LastFile& file : files) {
        if (!file.text.empty()) heads.push_back(file.text.substr(0, file.text.find("\ndef ")) + "\n");
    }
    std::set<std::string> with_alembic = own_roots(workspace);
    const std::set<std::string> roots = with_alembic;
    with_alembic.insert("alembic");  // where the folder of the migrations is called so, it is taken for the package
    const std::vector<render::ImportOrder> orders = {{.own_roots = roots},
                                                     {.own_roots = with_alembic},
                                                     {.by_module = true, .own_roots = roots},
                                                     {.by_module = true, .own_roots = with_alembic},
                                                     {.types_apart = true, .own_roots = roots},
                                                     {},
                                                     {.by_module = true}};
    std::vector<std::size_t> kept;
    for (const render::ImportOrder& order : orders) {
        kept.push_back(static_cast<std::size_t>(std::ranges::count_if(
            heads, [&](const std::string& head) { return render::sort_imports(head, order) == head; })));
    }
    const auto best = std::ranges::max_element(kept);
    if (heads.empty() || *best * 3 < heads.size() * 2) return std::nullopt;
    return orders[static_cast<std::size_t>(best - kept.begin())];
}

}  // namespace migrate::usecases
