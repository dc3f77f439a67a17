#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

#include "usecases/verify/verify.h"

namespace migrate::usecases {

namespace {

using verify::DialectReport;
using verify::Outcome;

std::string shown_name(const DialectReport& dialect) {
    return dialect.dialect == Dialect::sqlite ? "SQLite" : "PostgreSQL";
}

std::string head_of(const DialectReport& dialect) {
    const std::string server = dialect.server.empty() ? shown_name(dialect) : dialect.server;
    switch (dialect.outcome) {
        case Outcome::proven:
            return server + ": proven (up, exactly down, up again" + (dialect.as_replayed ? ", as replayed)" : ")");
        case Outcome::findings:
            return fmt::format("{}: {} {}", server, dialect.findings.size(),
                               dialect.findings.size() == 1 ? "finding" : "findings");
        case Outcome::not_tried:
            return server + " not tried: " + dialect.why;
        case Outcome::cannot:
            return server + ": cannot be proven: " + dialect.why;
    }
    return server;
}

std::string start_of(const DialectReport& dialect) {
    if (dialect.from_base) return "from base, by the chain";
    std::string text = "from the replayed schema, stamped, because the chain does not run here from base: ";
    text += dialect.from_replay_why;
    if (!dialect.from_replay_where.empty()) text += " (" + dialect.from_replay_where + ")";
    return text;
}

std::string count_text(const std::optional<long>& count) {
    return count ? std::to_string(*count) : "-";
}

/// One line for all tables with the same counts.
std::string rows_text(const DialectReport& dialect) {
    if (dialect.rows.empty()) return {};
    std::vector<std::pair<std::string, std::vector<std::string>>> lines;
    for (const verify::RowCounts& row : dialect.rows) {
        const std::string counts = fmt::format("{} → {} → {} → {} → {}", count_text(row.before), count_text(row.after),
                                               count_text(row.with_new), count_text(row.down), count_text(row.again));
        const auto same =
            std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.first == counts; });
        if (same != lines.end())
            same->second.push_back(row.table);
        else
            lines.emplace_back(counts, std::vector<std::string>{row.table});
    }
    std::string text = "  rows (before → upgrade → new ones → downgrade → upgrade):\n";
    for (const auto& [counts, tables] : lines) text += "    " + counts + ": " + base::join(tables, ", ") + "\n";
    return text;
}

std::string dialect_text(const DialectReport& dialect) {
    std::string text = head_of(dialect) + "\n";
    if (dialect.steps.empty()) return text;
    text += "  " + start_of(dialect) + "\n";
    std::vector<std::string> steps;
    for (const verify::Step& step : dialect.steps) {
        steps.push_back(fmt::format("{} {:.2f} s{}", step.name, step.seconds, step.ok ? "" : " (failed)"));
    }
    text += "  " + base::join(steps, ", ") + "\n" + rows_text(dialect);
    for (const verify::Finding& finding : dialect.findings) {
        text += "  FINDING " + finding.code + ": " + finding.text;
        if (!finding.where.empty()) text += "\n    at " + finding.where;
        for (const std::string& detail : finding.details) text += "\n    - " + detail;
        text += "\n";
    }
    for (const std::string& one : dialect.refused) text += "  not allowed: " + one + "\n";
    for (const std::string& one : dialect.notes) text += "  note: " + one + "\n";
    return text;
}

/// Nothing where all is as it should be.
std::string apart_text(const verify::KeptApart& apart) {
    if (!apart.why_lesser.empty()) return "in the lesser sandbox, by Landlock: " + apart.why_lesser + "\n";
    if (apart.why_not.empty()) return {};
    std::string text = "without a sandbox: " + apart.why_not;
    text += apart.is_watched ? "; what the code tries beyond the scratch database is refused as far as it is seen"
                             : "; and this Python does not tell what the code tries";
    return text + "\n";
}

std::string sum_of(const verify::Report& report) {
    std::vector<std::string> parts;
    for (const DialectReport& dialect : report.dialects) {
        parts.push_back(shown_name(dialect) + " " + std::string(name_of(dialect.outcome)));
    }
    return fmt::format("{}; {:.1f} s\n", base::join(parts, ", "), report.seconds);
}

}  // namespace

std::string write_verify_brief(const verify::Report& report) {
    if (exit_code_of(report) != 0) return write_verify_text(report);
    std::vector<std::string> heads;
    for (const DialectReport& dialect : report.dialects) heads.push_back(head_of(dialect));
    return fmt::format("{} ({}), Alembic {}, SQLAlchemy {}\n{}\n{}", report.path, report.revision,
                       report.python.alembic, report.python.sqlalchemy, base::join(heads, "; "), sum_of(report));
}

std::string write_verify_text(const verify::Report& report) {
    const verify::Python& python = report.python;
    const bool is_told = python.program.starts_with(python.source + "/");  // ".venv" of ".venv/bin/python"
    std::string text = fmt::format("{} ({})\nwith {}{}: Python {}, Alembic {}, SQLAlchemy {}\n", report.path,
                                   report.revision, python.program, is_told ? "" : " (" + python.source + ")",
                                   python.version, python.alembic, python.sqlalchemy);
    text += apart_text(report.kept_apart);
    for (const DialectReport& dialect : report.dialects) text += dialect_text(dialect);
    return text + sum_of(report);
}

}  // namespace migrate::usecases
