#include "verify/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/attempt.h"
#include "base/files.h"
#include "base/process.h"
#include "base/text.h"
#include "verify/job.h"
#include "verify/judge.h"
#include "verify/python.h"
#include "verify/told.h"

namespace migrate::verify {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kGrace{3'000};                     // for the worker to clean up
constexpr std::size_t kMaxLine = std::size_t{64} << 20U;  // bytes of one event: a catalog

constexpr const char* kWayToPython =
    "install the project's requirements into .venv, or name its Python: --python PATH, or python = \"...\" in "
    "[tool.alembic-migrate]";

Result<void> check_postgres_url(const std::string& url) {
    const bool fits = url.empty() || url.starts_with("postgresql://") || url.starts_with("postgres://") ||
                      (url.starts_with("postgresql+") && url.find("://") != std::string::npos);
    if (fits) return {};
    return fail(
        "bad_postgres_url", "the PostgreSQL server must be given as a URL",
        "like postgresql://user:password@localhost:5432/postgres; scratch databases are made beside the one that "
        "it names, which is left alone",
        "postgres");
}

std::string last_line(const std::string& text) {
    const std::vector<std::string> lines = base::split_lines(base::trim(text));
    return lines.empty() ? std::string() : std::string(base::cut_utf8(lines.back(), 300));
}

/// One try with one Python.
class Attempt {
  public:
    Attempt(const Request& request, const PythonCandidate& python, const base::Work& work)
        : listener_(request, work), python_(python), cancel_(work.cancel) {}

    Result<void> run(const Request& request, const std::string& input, Clock::time_point until) {
        const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
        base::ProcessRequest process{.arguments = worker_arguments(python_.program),
                                     .directory = "/",
                                     .environment = {{"PYTHONDONTWRITEBYTECODE", "1"}, {kPostgresVariable, ""}},
                                     .timeout = std::max(left, milliseconds(1)),
                                     .max_output = kMaxLine,
                                     .cancel = cancel_,
                                     .input = input,
                                     .on_line = [this](std::string_view line) { listener_.take(line); },
                                     .grace = kGrace};
        const Result<base::ProcessResult> ran = base::run_process(process);
        if (!ran) return tl::unexpected(ran.error());
        if (ran->timed_out) {
            const std::string at = listener_.current().empty() ? "the start" : listener_.current();
            return fail("timed_out",
                        fmt::format("stopped after {} s, at {}",
                                    std::chrono::duration_cast<std::chrono::seconds>(request.timeout).count(), at),
                        "give it longer with --timeout, or look what this step waits for");
        }
        said_ = last_line(ran->errors);
        return {};
    }

    bool has_alembic() const { return !listener_.python().alembic.empty(); }
    const Listener& listener() const { return listener_; }

    /// Why it is of no use, for people: "python3 on PATH (No module named 'alembic')".
    std::string why_not() const {
        const std::string why = listener_.no_alembic().empty() ? said_ : listener_.no_alembic();
        return python_.source + (why.empty() ? "" : " (" + why + ")");
    }

    Result<Report> report(const Request& request, const Replayed& replayed) const {
        if (!listener_.ended()) {
            return fail("worker_failed", "the worker ended in the middle" + (said_.empty() ? "" : ": " + said_),
                        "run it again; if it stays so, try the migration with alembic itself");
        }
        Report report{.revision = request.revision, .path = replayed.path, .python = listener_.python()};
        report.python.source = python_.source;
        report.kept_apart = listener_.kept_apart();
        report.python.program = base::relative_to(request.project.root, report.python.program);
        for (const auto& [dialect, told] : listener_.told()) report.dialects.push_back(judge(dialect, told, replayed));
        if (!request.surroundings.naming_doubt.empty()) {
            for (DialectReport& dialect : report.dialects) dialect.notes.push_back(request.surroundings.naming_doubt);
        }
        std::sort(report.dialects.begin(), report.dialects.end(), [](const auto& a, const auto& b) {
            return a.dialect == Dialect::sqlite && b.dialect == Dialect::postgresql;
        });
        return report;
    }

  private:
    Listener listener_;
    PythonCandidate python_;
    std::stop_token cancel_;
    std::string said_;
};

}  // namespace

Result<Report> verify(const Request& request, const base::Work& work) {
    const auto started = Clock::now();
    TRY(check_postgres_url(request.postgres));
    const Replayed replayed = TRY(replay_revision(request, work.cancel));
    const std::string input = worker_input(request, replayed);
    std::vector<std::string> looked_at;
    for (const auto& place : python_candidates(request.project, request.python, work.cancel)) {
        const std::optional<PythonCandidate> python = place();
        if (!python) continue;
        Attempt attempt(request, *python, work);
        const Result<void> ran = attempt.run(request, input, started + request.timeout);
        if (!ran && ran.error().code != "cannot_run") return tl::unexpected(ran.error());
        if (!ran || !attempt.has_alembic()) {
            looked_at.push_back(ran ? attempt.why_not() : python->source + " (" + ran.error().message + ")");
            continue;
        }
        Result<Report> report = attempt.report(request, replayed);
        if (report) report->seconds = std::chrono::duration<double>(Clock::now() - started).count();
        return report;
    }
    return fail("no_alembic", "no Python with Alembic was found: looked at " + base::join(looked_at, "; "),
                kWayToPython);
}

}  // namespace migrate::verify
