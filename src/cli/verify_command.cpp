#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/descriptor.h"
#include "base/environment.h"
#include "base/signals.h"
#include "base/visible.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "server/verify_json.h"

namespace migrate::cli {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kPatience{300};  // with the worker's cleaning; it goes on without us

/// While one lives, a signal that asks to stop cancels the work, and ends the program soon if that does not.
class Interruption {
  public:
    Interruption() : thread_([this] { watch(); }) {}
    ~Interruption() {
        over_ = true;
        thread_.join();
    }
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    std::stop_token token() const { return source_.get_token(); }

  private:
    void watch() {
        while (!over_ && !base::wait_readable({signals_.descriptor()}, milliseconds(20))[0]) continue;
        if (over_) return;
        source_.request_stop();
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (!over_ && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(milliseconds(2));
        if (over_) return;
        std::fputs("error: cancelled while another program was running\n", stderr);
        base::exit_now(2);
    }

    base::StopSignals signals_;
    std::stop_source source_;
    std::atomic<bool> over_ = false;
    std::thread thread_;
};

void show(std::size_t done, std::size_t total, std::string_view step) {
    const std::string line =
        "[" + std::to_string(done + 1) + "/" + std::to_string(total) + "] " + std::string(step) + "\n";
    std::fputs(base::with_escapes(line).c_str(), stderr);
}

}  // namespace

int run_verify(const VerifyOptions& options, const Common& common) {
    nlohmann::json params = {{"revision", options.revision}, {"postgres", options.postgres}};
    if (!options.dialect.empty()) params["dialect"] = options.dialect;
    if (options.timeout != 0) params["timeout"] = options.timeout;
    Result<usecases::VerifyRequest> request = server::read_verify_request(params, common.start);
    if (!request) return print_error(request.error(), common.json);
    request->python = options.python;
    const Interruption interruption;
    base::Work work{.cancel = interruption.token()};
    if (base::is_terminal(2)) work.progress = show;
    const Result<verify::Report> report = usecases::verify_migration(*request, work);
    if (!report) return print_error(report.error(), common.json);
    if (common.json)
        print_json(server::write_verify_report(*report));
    else
        print_text(usecases::write_verify_text(*report));
    return usecases::exit_code_of(*report);
}

}  // namespace migrate::cli
