#include "lint/sqlite.h"

#include "base/text.h"

namespace migrate::lint {

SqliteUse use_of_sqlite(const replay::Visited& file) {
    if (file.sqlite.stopped_by.empty()) return SqliteUse::runs;
    const std::string text = base::lower(file.text);
    const bool speaks = text.find("sqlite") != std::string::npos || text.find("batch_alter_table") != std::string::npos;
    return speaks ? SqliteUse::wanted : SqliteUse::none;
}

std::optional<Severity> severity_on_sqlite(const replay::Visited& file, Severity own) {
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

}  // namespace migrate::lint
