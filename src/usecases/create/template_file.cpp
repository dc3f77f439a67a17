#include "usecases/create/template_file.h"

#include "base/files.h"
#include "base/text.h"
#include "usecases/create/house_template.h"
#include "usecases/create/import_order.h"
#include "usecases/project_naming.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kMaxMigrationBytes = 1 << 20;
constexpr std::string_view kCreateDate = "Create Date: ";

std::string file_text(const std::string& path) {
    Result<std::string> text = base::read_file(path, kMaxMigrationBytes);
    return text ? std::move(*text) : "";
}

/// True where the template spells the types newer than the files do: formatters only go forward, so it was changed
/// since.
bool is_newer(std::string_view own_template, std::string_view learnt) {
    constexpr std::string_view newer = "from collections.abc import Sequence";
    return own_template.find(newer) != std::string_view::npos && learnt.find(newer) == std::string_view::npos;
}

}  // namespace

std::string create_date_of(std::string_view text) {
    const std::size_t at = text.find(kCreateDate);
    if (at == std::string_view::npos) return "";
    const std::string_view rest = text.substr(at + kCreateDate.size());
    return std::string(base::trim(rest.substr(0, rest.find('\n'))));
}

render::Header header_of(const Workspace& workspace, const std::string& title, const FileName& name,
                         const std::vector<std::string>& parents) {
    render::Header header{
        .title = title, .revision = name.revision, .down_revisions = parents, .create_date = name.create_date};
    header.wrapped_names = wrapped_names(workspace.naming);
    if (workspace.rules.profile == "vejapro") return header;
    if (workspace.rules.form.own_types) header.own_types = workspace.own_types;
    const std::vector<LastFile> files = last_files(history::chain_to(workspace.graph, workspace.head));
    header.import_order = import_order(workspace, files);
    if (!workspace.project.template_path.empty()) header.template_text = file_text(workspace.project.template_path);
    const auto house = house_template(files);
    if (house && !is_newer(header.template_text.value_or(""), house->text)) header.template_text = house->text;
    return header;
}

Result<FileName> renamed_file(const Workspace& workspace, const history::Revision& revision, const std::string& title) {
    FileName name{revision.id, revision.path, create_date_of(file_text(revision.path))};
    const std::string old_slug =
        slug_of(revision.message, static_cast<std::size_t>(workspace.project.truncate_slug_length));
    const std::string slug = slug_of(title, static_cast<std::size_t>(workspace.project.truncate_slug_length));
    const std::string ending = "_" + old_slug + ".py";
    if (!name.path.ends_with(ending)) return name;
    name.path = name.path.substr(0, name.path.size() - ending.size()) + "_" + slug + ".py";
    return name;
}

std::string title_before_colon(std::string_view description) {
    const std::size_t cut = std::min(description.find(':'), description.find(" with "));
    return std::string(base::trim(description.substr(0, cut)));
}

}  // namespace migrate::usecases
