#include "replay/read_ahead.h"

#include <algorithm>

#include "base/allowance.h"
#include "base/files.h"

namespace migrate::replay {

namespace {

constexpr std::size_t kMaxThreads = 4;  // the caller's included; each may hold the tree of a file of 1 MiB
constexpr std::size_t kMaxAhead = 64;
constexpr std::size_t kMaxWaitingBytes = std::size_t{1} << 20U;
constexpr std::size_t kFewSteps = 4;  // not worth a thread

Result<Parsed> read_revision(const project::Project& project, const history::Revision& revision) {
    Parsed parsed{&revision, project::relative_path(project, revision.path), nullptr, {}, {}};
    auto text = base::read_file(revision.path);
    if (!text)
        return fail("unreadable_file", "cannot read " + parsed.path + ": " + text.error().message, text.error().hint,
                    parsed.path);
    const base::Doing now("reading", parsed.path);
    auto module = python::parse(*text);
    if (module) parsed.module = std::make_shared<python::Module>(std::move(*module));
    if (!module) parsed.problem = module.error().message;
    parsed.text = std::move(*text);
    return parsed;
}

}  // namespace

ReadAhead::ReadAhead(const project::Project& project, std::vector<const history::Revision*> steps)
    : project_(project), steps_(std::move(steps)), slots_(steps_.size()) {
    static const std::size_t threads = std::min<std::size_t>(std::thread::hardware_concurrency(), kMaxThreads);
    if (steps_.size() <= kFewSteps) return;
    for (std::size_t i = 1; i < std::min(threads, steps_.size()); ++i) {
        helpers_.emplace_back([this, allowance = base::open_allowance()](const std::stop_token& stop) {
            const base::SharedAllowance shared(allowance);
            read_on(stop);
        });
    }
}

Result<Parsed> ReadAhead::next() {
    std::unique_lock lock(mutex_);
    Slot& slot = slots_[used_];
    while (!slot.is_ready()) {
        if (!read_one(lock)) changed_.wait(lock);
    }
    ++used_;
    waiting_ -= slot.bytes;
    changed_.notify_all();
    if (slot.thrown) std::rethrow_exception(slot.thrown);
    Result<Parsed> parsed = std::move(*slot.parsed);
    slot.parsed.reset();
    return parsed;
}

bool ReadAhead::may_read() const {
    if (begun_ == steps_.size()) return false;
    return begun_ == used_ || (begun_ < used_ + kMaxAhead && waiting_ < kMaxWaitingBytes);
}

bool ReadAhead::read_one(std::unique_lock<std::mutex>& lock) {
    if (!may_read()) return false;
    Slot& slot = slots_[begun_];
    const history::Revision& revision = *steps_[begun_++];
    lock.unlock();
    Slot made;
    try {
        made.parsed = read_revision(project_, revision);
        if (*made.parsed) made.bytes = (*made.parsed)->text.size();
    } catch (...) {
        made.thrown = std::current_exception();
    }
    lock.lock();
    slot = std::move(made);
    waiting_ += slot.bytes;
    changed_.notify_all();
    return true;
}

void ReadAhead::read_on(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested() && begun_ < steps_.size()) {
        if (!read_one(lock)) changed_.wait(lock, stop, [this] { return may_read() || begun_ == steps_.size(); });
    }
}

}  // namespace migrate::replay
