/// One function for each subcommand: options in, text on stdout, exit code out.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace migrate::cli {

struct Common {
    std::string project;  ///< as typed after --project
    std::string start;    ///< the folder to search from, absolute
    bool json = false;
    std::string version;  ///< of this program
};
struct NewOptions {
    std::vector<std::string> words;
    bool dry_run = false;
    bool explain = false;
    bool empty = false;
    std::string date;
    std::string head;
    std::string backfill;
    std::string operations;
    std::string message;
    int number = 0;
};
struct ReviseOptions {
    std::vector<std::string> words;
    bool whole = false;
    bool discard = false;
    std::string revision;
    std::string add;
    std::vector<std::string> remove;
    std::string operations;
    std::string message;
    std::string backfill;
    bool replace_edited = false;
    bool allow_committed = false;
    bool dry_run = false;
};
struct MergeOptions {
    std::vector<std::string> heads;
    std::string message;
    std::string date;
    int number = 0;
    bool dry_run = false;
};
struct RebaseOptions {
    std::vector<std::string> branch;
    std::string onto;
    bool dry_run = false;
};
struct SchemaOptions {
    std::string table;
    std::string at;
    std::string dialect;  ///< "" for the one in use
    std::string sql;      ///< the dialect to write DDL for; "-" for that of `dialect`
    bool mermaid = false;
};

struct CheckOptions {
    std::vector<std::string> files;
    bool all = false;
    std::optional<std::string> since;
    bool skip_others = false;
    bool write_baseline = false;
    bool prune_baseline = false;
    bool no_baseline = false;
    std::string format = "text";
    std::string fail_on;  ///< "" for what the project's config says
};

struct VerifyOptions {
    std::string revision;
    std::string postgres;
    std::string python;
    std::string dialect;
    int timeout = 0;
};

inline constexpr const char* kVersion = "0.1.0";

/// --project, else CLAUDE_PROJECT_DIR, else the working directory.
std::string start_folder(const std::string& typed);

int run_new(const NewOptions& options, const Common& common);
int run_revise(const ReviseOptions& options, const Common& common);
int run_merge(const MergeOptions& options, const Common& common);
int run_rebase(const RebaseOptions& options, const Common& common);
int run_schema(const SchemaOptions& options, const Common& common);
int run_check(const CheckOptions& options, const Common& common);
int run_verify(const VerifyOptions& options, const Common& common);
/// Reads what the client of a hook sends on standard input, and prints the answer. Always 0.
int run_hook();
int run_history(bool mermaid, const Common& common);
int run_doctor(const Common& common);

}  // namespace migrate::cli
