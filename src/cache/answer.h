/// An answer that is kept with all that it was made of: what was asked on the way, and the hash of what came.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/environment.h"
#include "cache/held.h"

namespace migrate::cache {

/// By question: the fingerprint of what came.
using Asked = std::map<std::string, base::Fingerprint>;

template <class Value>
struct Answer {
    Asked asked;
    Value value;
};

/// Work that takes longer is not kept: it may have ended at a bound of time, which it would reach elsewhere next time.
inline constexpr std::chrono::milliseconds kLongestKept{500};

/// The kept answer of this name, where `ask` gives for each of its questions what it gave before; else a new one of
/// `make`, which notes in `asked` each question that its value comes from. `apart_from` as in Store; `kept` may be
/// null.
template <class Value>
Value kept_answer(Store* kept, const std::string& name, const std::string& apart_from,
                  const std::function<base::Fingerprint(const std::string& question)>& ask,
                  const std::function<Value(Asked& asked)>& make) {
    Answer<Value> made;
    if (kept == nullptr) return make(made.asked);
    const auto held = find_or_read<Answer<Value>>(*kept, name, apart_from);
    const auto is_same = [&](const auto& each) { return ask(each.first) == each.second; };
    if (held && std::all_of(held->asked.begin(), held->asked.end(), is_same)) return held->value;
    const auto begun = base::thread_time();
    made.value = make(made.asked);
    if (base::thread_time() - begun > kLongestKept) return std::move(made.value);
    const auto shared = std::make_shared<const Answer<Value>>(std::move(made));
    keep(*kept, name, shared, apart_from, true);
    return shared->value;
}

}  // namespace migrate::cache
