#include "lint/databases.h"

#include "base/text.h"

namespace migrate::lint {

namespace {

bool stands_in(const std::string& path, std::string_view folder) {
    return ("/" + path).find("/" + std::string(folder) + "/") != std::string::npos;
}

}  // namespace

SqliteUse use_of_sqlite(const replay::ReplayedFile& file) {
    if (stands_in(file.path, "postgresql") || stands_in(file.path, "postgres")) return SqliteUse::none;
    if (file.sqlite.stopped_by.empty()) return SqliteUse::runs;
    const std::string text = base::lower(file.text);
    const bool speaks = text.find("sqlite") != std::string::npos || text.find("batch_alter_table") != std::string::npos;
    return speaks ? SqliteUse::wanted : SqliteUse::none;
}

std::optional<Severity> severity_on_sqlite(const replay::ReplayedFile& file, Severity own) {
    switch (use_of_sqlite(file)) {
        case SqliteUse::runs:
            return own;
        case SqliteUse::wanted:
            return Severity::info;
        case SqliteUse::none:
            return std::nullopt;
    }
    return std::nullopt;
}

bool runs_on_sqlite_alone(const replay::ReplayedFile& file) {
    return file.postgresql.has_pragma || stands_in(file.path, "sqlite");
}

std::optional<Severity> severity_on_postgresql(const replay::ReplayedFile& file) {
    if (runs_on_sqlite_alone(file)) return std::nullopt;
    return file.postgresql.stopped_by.empty() ? Severity::critical : Severity::warning;
}

}  // namespace migrate::lint
