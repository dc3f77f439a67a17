#include "project/databases.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "project/own_config.h"
#include "project/profile.h"
#include "project/toml_file.h"

namespace migrate::project {
namespace {

using Kind = Evidence::Kind;

struct Known {
    std::string_view name;
    std::string_view shown;
};
constexpr std::array kKnown = {
    Known{"postgresql", "PostgreSQL"}, Known{"sqlite", "SQLite"},           Known{"mysql", "MySQL"},
    Known{"mariadb", "MariaDB"},       Known{"mssql", "SQL Server"},        Known{"oracle", "Oracle"},
    Known{"snowflake", "Snowflake"},   Known{"cockroachdb", "CockroachDB"}, Known{"duckdb", "DuckDB"},
    Known{"clickhouse", "ClickHouse"},
};

/// The evidence, asked.
class Weighing {
  public:
    explicit Weighing(const std::vector<Evidence>& evidence) : evidence_(evidence) {}

    bool has(std::string_view database, std::initializer_list<Kind> kinds) const {
        return std::any_of(evidence_.begin(), evidence_.end(), [&](const Evidence& each) {
            return each.database == database && std::find(kinds.begin(), kinds.end(), each.kind) != kinds.end();
        });
    }
    /// A database that is neither PostgreSQL nor SQLite; "" for none.
    std::string other(std::initializer_list<Kind> kinds) const {
        for (const Evidence& each : evidence_) {
            const bool ours = each.database == "postgresql" || each.database == "sqlite";
            if (!ours && std::find(kinds.begin(), kinds.end(), each.kind) != kinds.end()) return each.database;
        }
        return {};
    }

  private:
    const std::vector<Evidence>& evidence_;
};

/// MySQL and its like: where nothing speaks for PostgreSQL, or the migrations themselves speak the other's words.
std::string other_database(const Weighing& seen) {
    const std::string in_chain = seen.other({Kind::chain});
    if (!in_chain.empty() && !seen.has("postgresql", {Kind::chain})) return in_chain;
    if (seen.has("postgresql", {Kind::driver, Kind::test_driver, Kind::image, Kind::url, Kind::chain})) return {};
    const std::string used = seen.other({Kind::url, Kind::driver, Kind::image});
    return seen.has("sqlite", {Kind::url, Kind::driver}) && seen.other({Kind::url, Kind::image}).empty() ? "" : used;
}

/// SQLite beside PostgreSQL: what the migrations say of it counts most, then whether they can run there at all.
bool sqlite_beside(const Weighing& seen) {
    if (seen.has("sqlite", {Kind::branch})) return true;
    if (seen.has("sqlite", {Kind::refusal})) return false;
    if (seen.has("sqlite", {Kind::url, Kind::driver, Kind::batch})) return true;
    return seen.has("sqlite", {Kind::chain}) && seen.has("sqlite", {Kind::test_driver, Kind::test_url});
}

Result<Databases> read_key(const OwnConfig& own, const std::string& key) {
    const auto names = texts_at(own.file, key);
    Databases found{.postgresql = false, .sqlite = false, .other = ""};
    std::vector<std::string> known;
    for (const Known& each : kKnown) known.emplace_back(each.name);
    for (const std::string& given : names.value_or(std::vector<std::string>())) {
        const std::string name = base::lower(given) == "postgres" ? "postgresql" : base::lower(given);
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            return fail("bad_config", fmt::format("The value of databases has {}, which is none.", given),
                        fmt::format("They are {}.", base::join(known, ", ")), place_of(own.file, key));
        }
        if (name == "postgresql") found.postgresql = true;
        if (name == "sqlite") found.sqlite = true;
        if (name != "postgresql" && name != "sqlite") found.other = shown_database(name);
    }
    if (!names || names->empty()) {
        return fail("bad_config", "The value of databases is not a list of names.",
                    "Write it as [\"postgresql\"] or [\"postgresql\", \"sqlite\"].", place_of(own.file, key));
    }
    return found;
}

}  // namespace

std::string shown_database(const std::string& name) {
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& each) { return each.name == name; });
    return known == kKnown.end() ? name : std::string(known->shown);
}

std::string note_of_other(const Databases& databases) {
    if (databases.other.empty()) return {};
    return fmt::format(
        "this project is on {}; the schema is read as far as databases agree, and what is written is portable",
        databases.other);
}

void add_evidence(Evidence evidence, std::vector<Evidence>& all) {
    const auto file = [](const Evidence& each) { return each.where.substr(0, each.where.rfind(':')); };
    const bool known = std::any_of(all.begin(), all.end(), [&](const Evidence& each) {
        return each.database == evidence.database && each.kind == evidence.kind && file(each) == file(evidence);
    });
    if (!known) all.push_back(std::move(evidence));
}

Databases weigh(const std::vector<Evidence>& evidence) {
    const Weighing seen(evidence);
    const std::string other = other_database(seen);
    if (!other.empty()) {
        const bool sqlite = seen.has("sqlite", {Kind::branch}) ||
                            (seen.has("sqlite", {Kind::url, Kind::batch}) && !seen.has("sqlite", {Kind::refusal}));
        return {.postgresql = false, .sqlite = sqlite, .other = shown_database(other)};
    }
    const bool postgresql =
        seen.has("postgresql", {Kind::driver, Kind::test_driver, Kind::image, Kind::url, Kind::chain, Kind::branch});
    if (postgresql) return {.postgresql = true, .sqlite = sqlite_beside(seen), .other = ""};
    const bool sqlite = seen.has("sqlite", {Kind::driver, Kind::test_driver, Kind::url, Kind::test_url, Kind::batch,
                                            Kind::branch});  // nothing speaks of any other
    const bool alone = sqlite && !seen.has("sqlite", {Kind::refusal});
    return {.postgresql = !alone, .sqlite = true, .other = ""};
}

Result<FoundDatabases> find_databases(const Project& project, const std::vector<Evidence>& of_chain) {
    const Result<std::optional<OwnConfig>> own = find_own_config(project);
    if (!own) return tl::unexpected<Error>(own.error());
    FoundDatabases found;
    for (auto read : {evidence_of_folders(project), evidence_of_settings(project), of_chain}) {
        for (Evidence& each : read) add_evidence(std::move(each), found.evidence);
    }
    const std::string profile = *own && (*own)->file.values.contains(key_in(**own, "profile"))
                                    ? text_at((*own)->file, key_in(**own, "profile")).value_or("")
                                    : fitting_profile(project, {});
    if (profile == kDefaultProfile) found.used = weigh(found.evidence);  // the other profiles are written for both
    if (*own && (*own)->file.values.contains(key_in(**own, "databases"))) {
        const Result<Databases> said = read_key(**own, key_in(**own, "databases"));
        if (!said) return tl::unexpected<Error>(said.error());
        found.used = *said;
        found.source = place_of((*own)->file, key_in(**own, "databases"));
    }
    return found;
}

}  // namespace migrate::project
