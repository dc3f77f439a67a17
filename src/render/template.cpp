#include "render/template.h"

#include <array>

#include "base/text.h"
#include "python/literal.h"
#include "render/render.h"

namespace migrate::render {

namespace {

std::string squeeze(std::string_view expression) {
    std::string squeezed;
    for (char c : expression) {
        if (c != ' ' && c != '\t') squeezed += c == '\'' ? '"' : c;
    }
    return squeezed;
}

/// The lines under a placeholder that stands indented by four blanks already.
std::string body_text(const std::vector<std::string>& lines) {
    const std::string text = base::join(lines, "\n");
    return std::string(base::trim(text));
}

Result<std::string> value_of(std::string_view expression, const TemplateValues& values, std::size_t column,
                             const Style& style) {
    const std::string key = squeeze(expression);
    if (key == "message") return values.message;
    if (key == "up_revision") return values.up_revision;
    if (key == "repr(up_revision)") return python::write_string(values.up_revision, style.quotes);
    if (key == "down_revision|comma,n") return base::join(values.down_revisions, ", ");
    if (key == "down_revision") return values.down_revisions.empty() ? "None" : base::join(values.down_revisions, ", ");
    if (key == "repr(down_revision)") return write_revisions(values.down_revisions, column, style);
    if (key == "create_date") return values.create_date;
    if (key == "repr(branch_labels)" || key == "branch_labels") return std::string("None");
    if (key == "repr(depends_on)" || key == "depends_on") return std::string("None");
    if (key.starts_with("imports")) return base::join(values.imports, "\n");
    if (key.starts_with("upgrades")) return body_text(values.upgrades);
    if (key.starts_with("downgrades")) return body_text(values.downgrades);
    return fail("bad_template",
                "script.py.mako has ${" + std::string(expression) + "}, which is more than a usual placeholder",
                "keep to Alembic's own placeholders");
}

bool is_statement_line(std::string_view line) {
    const std::string_view start = base::trim(line);
    return start.starts_with("% ") || start.starts_with("%if") || start.starts_with("%for") ||
           start.starts_with("<%") || start.starts_with("%end");
}

/// A template without a place for imports gets them under its last import line.
std::string add_imports(const std::string& text, const std::vector<std::string>& imports) {
    std::vector<std::string> lines = base::split_lines(text);
    std::size_t after = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].starts_with("import ") || lines[i].starts_with("from ")) after = i + 1;
        if (lines[i].starts_with("def ")) break;
    }
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(after), imports.begin(), imports.end());
    return base::join(lines, "\n") + "\n";
}

/// The layout that ruff wants: one blank line after the docstring, at most two anywhere, one line feed at the end, none
/// trailing.
std::string tidy(const std::string& text) {
    std::string tidied;
    int empty = 0;
    for (const std::string& raw_line : base::split_lines(text)) {
        const std::string line = raw_line.substr(0, raw_line.find_last_not_of(" \t") + 1);
        empty = line.empty() ? empty + 1 : 0;
        if (empty <= 2 && !(tidied.empty() && line.empty())) tidied += line + "\n";
    }
    while (tidied.ends_with("\n\n")) tidied.pop_back();
    return tidied;
}

}  // namespace

std::string write_revisions(const std::vector<std::string>& revisions, std::size_t column, const Style& style) {
    if (revisions.empty()) return "None";
    if (revisions.size() == 1) return python::write_string(revisions.front(), style.quotes);
    std::vector<std::string> items;
    for (const std::string& revision : revisions) items.push_back(python::write_string(revision, style.quotes));
    const std::string line = "(" + base::join(items, ", ") + ")";
    if (column + line.size() <= static_cast<std::size_t>(style.line_length)) return line;
    return "(\n    " + base::join(items, ",\n    ") + ",\n)";
}

Result<std::string> fill_template(const std::string& mako, const TemplateValues& values, const Style& style) {
    std::string filled;
    for (const std::string& line : base::split_lines(mako)) {
        if (base::trim(line).starts_with("##")) continue;
        if (base::trim(line) == "${imports}" && values.imports.empty()) continue;
        if (is_statement_line(line)) {
            return fail("bad_template", "script.py.mako has the line \"" + line.substr(0, 60) + "\"",
                        "keep to placeholders");
        }
        std::size_t at = 0;
        for (;;) {
            const std::size_t start = line.find("${", at);
            if (start == std::string::npos) break;
            const std::size_t end = line.find('}', start);
            if (end == std::string::npos)
                return fail("bad_template", "script.py.mako has a ${ without its }", "close it");
            filled += line.substr(at, start - at);
            const std::size_t column = filled.size() - (filled.rfind('\n') + 1);
            const Result<std::string> value =
                value_of(base::trim(std::string_view(line).substr(start + 2, end - start - 2)), values, column, style);
            if (!value) return value;
            filled += *value;
            at = end + 1;
        }
        filled += line.substr(at) + "\n";
    }
    const bool has_place = mako.find("imports") != std::string::npos;
    return tidy(has_place || values.imports.empty() ? filled : add_imports(filled, values.imports));
}

std::string fault_of_template(const std::string& mako) {
    if (base::trim(mako).empty()) return "its script.py.mako is empty";
    struct Part {
        std::string_view text;
        std::string_view what;
    };
    constexpr std::array kParts = {
        Part{"${upgrades", "has no place for upgrade()'s statements (${upgrades})"},
        Part{"${downgrades", "has no place for downgrade()'s statements (${downgrades})"},
        Part{"up_revision", "has no place for the revision"},
        Part{"down_revision", "has no place for the revision before it"},
        Part{"def upgrade", "has no upgrade()"},
        Part{"def downgrade", "has no downgrade()"},
        Part{"import op", "does not import op"},
        Part{"sqlalchemy as sa", "does not import sqlalchemy as sa"},
    };
    for (const Part& part : kParts) {
        if (mako.find(part.text) == std::string::npos) return "its script.py.mako " + std::string(part.what);
    }
    const Result<std::string> filled =
        fill_template(mako, {.message = "x", .up_revision = "1", .create_date = "2000-01-01"}, Style{});
    return filled ? "" : filled.error().message;
}

}  // namespace migrate::render
