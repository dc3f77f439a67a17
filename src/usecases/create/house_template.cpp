#include "usecases/create/house_template.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/files.h"
#include "base/text.h"

namespace migrate::usecases {

namespace {

constexpr std::size_t kLastFiles = 8;
constexpr std::size_t kMaxMigrationBytes = 1 << 20;
constexpr std::string_view kQuotes = "\"\"\"";

/// The docstring with placeholders: title, and the lines of ids; prose between them is the author's.
std::optional<std::string> docstring_of(const std::string& body, const history::Revision& revision) {
    std::vector<std::string> lines;
    bool titled = false;
    for (const std::string& line : base::split_lines(body)) {
        const std::string_view content = base::trim(line);
        const auto starts = [&](std::string_view word) { return content.starts_with(word); };
        if (!titled && !content.empty()) {
            titled = true;
            const std::size_t at = line.find(revision.message.empty() ? std::string(content) : revision.message);
            lines.push_back(at == 0 ? "${message}" : "");
            if (at != 0) return std::nullopt;
        } else if (starts("Revision ID:")) {
            lines.push_back(line.substr(0, line.find(':') + 1) + " ${up_revision}");
        } else if (starts("Revises:")) {
            lines.push_back(line.substr(0, line.find(':') + 1) + " ${down_revision | comma,n}");
        } else if (starts("Create Date:")) {
            lines.push_back(line.substr(0, line.find(':') + 1) + " ${create_date}");
        } else if (content.empty() && (lines.empty() || !lines.back().empty() || lines.size() < 2)) {
            lines.push_back("");
        }
    }
    return titled ? std::optional(base::join(lines, "\n")) : std::nullopt;
}

/// "down_revision: Union[str, None] = " of an assignment of one of Alembic's four names.
std::optional<std::pair<std::string, std::string>> assigned(const std::string& line) {
    constexpr std::array kNames = {
        std::pair{"down_revision", "${repr(down_revision)}"}, std::pair{"revision", "${repr(up_revision)}"},
        std::pair{"branch_labels", "${repr(branch_labels)}"}, std::pair{"depends_on", "${repr(depends_on)}"}};
    for (const auto& [name, placeholder] : kNames) {
        if (!line.starts_with(name)) continue;
        const std::size_t after = std::string_view(name).size();
        if (after >= line.size() || (line[after] != ' ' && line[after] != ':' && line[after] != '=')) continue;
        const std::size_t sign = line.find('=');
        if (sign == std::string::npos) continue;
        return std::pair{line.substr(0, sign + 1) + " ", std::string(placeholder)};
    }
    return std::nullopt;
}

bool is_usual_import(const std::string& line) {
    return line.starts_with("from __future__") || line.starts_with("from typing") ||
           line.starts_with("from collections.abc") || line == "import sqlalchemy as sa" ||
           line == "from alembic import op" || line == "import sqlmodel" || line.starts_with("import sqlmodel.sql") ||
           line == "import sqlmodel.sql.sqltypes";
}

/// The lines between the docstring and upgrade(), with placeholders; the imports' place is behind those of SQLAlchemy.
std::optional<std::string> head_of(const std::vector<std::string>& lines) {
    std::vector<std::string> head;
    std::size_t place = 0;
    bool has_place = false, left_out = false;
    for (const std::string& line : lines) {
        const auto id = assigned(line);
        const bool is_import = line.starts_with("import ") || line.starts_with("from ");
        const bool opens = line.ends_with("(") || line.ends_with("[");
        if (opens || line.starts_with(" ") || line.starts_with("\t") || line.starts_with(")")) return std::nullopt;
        const bool is_of_the_file = is_import && !is_usual_import(line);
        const bool is_gap = left_out && line.empty() && !head.empty() && head.back().empty();
        left_out = is_of_the_file || (left_out && is_gap);
        if (is_of_the_file || is_gap) continue;
        if (id) {
            head.push_back(id->first + id->second);
        } else if (line.empty() || is_import || line.starts_with("#")) {
            head.push_back(line);
        } else {
            return std::nullopt;
        }
        // isort has `import x` before `from x`, and alembic before sqlalchemy: behind the later of the two in a block
        const bool same_block = has_place && head.size() == place + 1;
        const bool of_sqlalchemy = line == "import sqlalchemy as sa";
        if (of_sqlalchemy || (line == "from alembic import op" && (!has_place || same_block))) {
            place = head.size();
            has_place = true;
        }
    }
    if (!has_place) return std::nullopt;
    while (head.back().empty()) head.pop_back();  // two blank lines follow, as every formatter has them
    head.insert(head.begin() + static_cast<std::ptrdiff_t>(place), "${imports}");
    const bool apart = head.size() > 1 && head[1].empty();  // as every formatter leaves the docstring
    return (apart ? "" : "\n") + base::join(head, "\n");
}

/// A function's frame around the place of its statements: its signature, a docstring that only says what it is, the
/// comments of autogenerate.
std::optional<std::string> frame_of(const std::vector<std::string>& lines, const std::string& placeholder) {
    if (lines.empty() || !lines.front().ends_with(":")) return std::nullopt;
    std::vector<std::string> frame = {lines.front()};
    std::size_t at = 1;
    if (at < lines.size()) {
        const std::string_view content = base::trim(lines[at]);
        const bool whole = content.size() > 6 && content.starts_with(kQuotes) && content.ends_with(kQuotes);
        const std::string low = base::lower(content);
        const bool usual =
            low.find("grade schema") != std::string::npos || low.find("grade database") != std::string::npos;
        if (whole && usual) frame.push_back(lines[at]);
    }
    std::string last;
    for (const std::string& line : lines) {
        const bool note = base::trim(line).starts_with("# ### ");
        if (note && line.find("auto generated") != std::string::npos) frame.push_back(line);
        if (note && line.find("end Alembic") != std::string::npos) last = line;
    }
    frame.push_back("    ${" + placeholder + " if " + placeholder + " else \"pass\"}");
    if (!last.empty()) frame.push_back(last);
    return base::join(frame, "\n");
}

std::vector<std::string> slice(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
    return {lines.begin() + static_cast<std::ptrdiff_t>(from), lines.begin() + static_cast<std::ptrdiff_t>(to)};
}

std::size_t line_that_starts(const std::vector<std::string>& lines, std::string_view start, std::size_t from) {
    while (from < lines.size() && !lines[from].starts_with(start)) ++from;
    return from;
}

}  // namespace

std::optional<std::string> template_of(const std::string& text, const history::Revision& revision) {
    if (!text.starts_with(kQuotes) || text.find('\r') != std::string::npos) return std::nullopt;
    const std::size_t end = text.find(kQuotes, kQuotes.size());
    if (end == std::string::npos) return std::nullopt;
    const auto docstring = docstring_of(text.substr(kQuotes.size(), end - kQuotes.size()), revision);
    const std::vector<std::string> lines = base::split_lines(text.substr(std::min(text.size(), end + kQuotes.size())));
    const std::size_t upgrade = line_that_starts(lines, "def upgrade(", 0);
    const std::size_t downgrade = line_that_starts(lines, "def downgrade(", upgrade);
    if (!docstring || downgrade >= lines.size()) return std::nullopt;
    if (line_that_starts(lines, "def ", upgrade + 1) != downgrade) return std::nullopt;
    const auto head = head_of(slice(lines, 0, upgrade));
    const auto up = frame_of(slice(lines, upgrade, downgrade), "upgrades");
    const auto down = frame_of(slice(lines, downgrade, lines.size()), "downgrades");
    if (!head || !up || !down) return std::nullopt;
    const bool ends_line = text[end - 1] == '\n';
    return std::string(kQuotes) + *docstring + (ends_line ? "\n" : "") + std::string(kQuotes) + *head + "\n\n\n" + *up +
           "\n\n\n" + *down + "\n";
}

std::vector<LastFile> last_files(const std::vector<const history::Revision*>& chain) {
    std::vector<LastFile> files;
    for (std::size_t i = chain.size() - std::min(chain.size(), kLastFiles); i < chain.size(); ++i)
        files.push_back({chain[i], base::read_file(chain[i]->path, kMaxMigrationBytes).value_or("")});
    return files;
}

std::optional<HouseTemplate> house_template(const std::vector<LastFile>& files) {
    struct Seen {
        int times = 0;
        std::size_t last = 0;
    };
    std::map<std::string, Seen> seen;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto found = template_of(files[i].text, *files[i].revision);
        if (!found) continue;
        Seen& entry = seen[*found];
        ++entry.times;
        entry.last = i;
    }
    const auto most = std::max_element(seen.begin(), seen.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second.times, a.second.last) < std::pair(b.second.times, b.second.last);
    });
    if (most == seen.end() || (most->second.times < 2 && files.size() > 1)) return std::nullopt;
    return HouseTemplate{most->first, files[most->second.last].revision->path};
}

}  // namespace migrate::usecases
