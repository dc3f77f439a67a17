#include "usecases/create/import_order.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kLastFiles = 8;
constexpr std::size_t kMaxMigrationBytes = 1 << 20;

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

std::optional<render::ImportOrder> import_order(const Workspace& workspace) {
    const auto chain = history::chain_to(workspace.graph, workspace.head);
    std::vector<std::string> texts;
    for (auto at = chain.rbegin(); at != chain.rend() && texts.size() < kLastFiles; ++at) {
        Result<std::string> text = base::read_file((*at)->path, kMaxMigrationBytes);
        if (text) texts.push_back(std::move(*text));
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
    const auto kept = [&](const render::ImportOrder& order) {
        return std::ranges::count_if(texts,
                                     [&](const auto& text) { return render::sort_imports(text, order) == text; });
    };
    const auto best = std::ranges::max_element(orders, {}, kept);
    if (static_cast<std::size_t>(kept(*best)) * 3 < texts.size() * 2 || texts.empty()) return std::nullopt;
    return *best;
}

}  // namespace migrate::usecases
