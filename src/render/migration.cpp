#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "python/literal.h"
#include "render/render.h"
#include "render/template.h"

namespace migrate::render {

namespace {

constexpr std::string_view kPostgresqlImport = "from sqlalchemy.dialects import postgresql";

struct Bodies {
    std::vector<std::string> upgrade;
    std::vector<std::string> downgrade;
    std::vector<std::string> imports;
    std::string classes;  ///< of types that no package has
};

/// The lines for what is imported besides SQLAlchemy's: of libraries, or of the project's own modules.
void add_imports(const Needs& needs, bool own, std::vector<std::string>& lines) {
    for (const auto& [module, names] : needs.imports) {
        const bool is_own =
            std::ranges::any_of(needs.own_types, [&](const OwnType& type) { return type.import.module == module; });
        if (is_own != own) continue;
        std::vector<std::string> listed(names.begin(), names.end());
        if (listed.front().empty()) lines.push_back("import " + module);
        std::erase(listed, "");
        if (!listed.empty()) lines.push_back("from " + module + " import " + base::join(listed, ", "));
    }
}

Result<Bodies> write_bodies(const Header& header, const plan::Plan& plan, const project::Form& form,
                            const Style& style) {
    Bodies bodies;
    Needs needs;
    needs.wrapped_names = header.wrapped_names;
    needs.only = plan.before.only();
    needs.form = form;
    needs.portable = !plan.before.other.empty();
    needs.template_text = header.template_text.value_or("");
    needs.own_types = header.own_types;
    plan::Heads now = plan.before;
    bodies.upgrade = TRY(write_body(plan.up, now, style, needs));
    needs.restores = true;
    bodies.downgrade = TRY(write_body(plan.down, now, style, needs));
    add_imports(needs, false, bodies.imports);
    if (needs.postgresql_module) bodies.imports.emplace_back(kPostgresqlImport);
    if (!needs.postgresql_names.empty()) {
        const std::vector<std::string> names(needs.postgresql_names.begin(), needs.postgresql_names.end());
        bodies.imports.push_back("from sqlalchemy.dialects.postgresql import " + base::join(names, ", "));
    }
    add_imports(needs, true, bodies.imports);
    bodies.classes = write_raw_types(needs.raw_types, style.quotes);
    return bodies;
}

std::string docstring(const Header& header) {
    const std::string parents = base::join(header.down_revisions, ", ");
    std::string text = header.title + "\n\nRevision ID: " + header.revision +
                       "\nRevises:" + (parents.empty() ? "" : " " + parents) + "\nCreate Date: " + header.create_date +
                       "\n";
    return python::write_docstring(text);
}

std::string own_layout(const Header& header, const Bodies& bodies, const Style& style) {
    std::string text = docstring(header) +
                       "\n\nfrom __future__ import annotations\n\nimport sqlalchemy as sa\nfrom alembic import op\n";
    for (const std::string& line : bodies.imports) text += line + "\n";
    text += "\nrevision = " + python::write_string(header.revision, style.quotes) + "\n";
    constexpr std::string_view kDownRevision = "down_revision = ";
    text += kDownRevision;
    text += write_revisions(header.down_revisions, kDownRevision.size(), style) + "\n";
    text += "branch_labels = None\ndepends_on = None\n";
    text += "\n\ndef upgrade() -> None:\n" + base::join(bodies.upgrade, "\n") + "\n";
    text += "\n\ndef downgrade() -> None:\n" + base::join(bodies.downgrade, "\n") + "\n";
    return text;
}

/// The title as it may stand inside a template's """docstring""".
std::string escaped_title(const std::string& title) {
    const std::string written = python::write_docstring(title);
    return written.size() > 6 ? written.substr(3, written.size() - 6) : title;
}

}  // namespace

Result<std::string> write_migration(const Header& header, const plan::Plan& plan, const project::HouseRules& rules) {
    const Style style{
        .line_length = rules.line_length,
        .quotes = rules.quotes == project::QuoteStyle::single_quotes ? python::Quote::Single : python::Quote::Double};
    const Bodies bodies = TRY(write_bodies(header, plan, rules.form, style));
    const auto with_classes = [&](std::string text) {
        const std::size_t at = text.find("\ndef upgrade(");
        return at == std::string::npos ? text : text.insert(at + 1, bodies.classes);
    };
    if (!header.template_text) return with_classes(own_layout(header, bodies, style));
    TemplateValues values{.message = escaped_title(header.title),
                          .up_revision = header.revision,
                          .down_revisions = header.down_revisions,
                          .create_date = header.create_date,
                          .upgrades = bodies.upgrade,
                          .downgrades = bodies.downgrade};
    values.imports = bodies.imports;
    Result<std::string> filled = fill_template(*header.template_text, values, style);
    if (!filled) return with_classes(own_layout(header, bodies, style));
    return with_classes(header.import_order ? sort_imports(*filled, *header.import_order) : std::move(*filled));
}

}  // namespace migrate::render
