/// A long piece of work and whoever asked for it: may it go on, and how far is it.
///
/// It is handed down beside a request, from the transport to whatever takes long. It knows neither.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>
#include <string_view>

#include "base/result.h"

namespace migrate::cache {
class Store;
}

namespace migrate::base {

struct Work {
    std::stop_token cancel;  ///< requested: stop soon with the error "cancelled", and write nothing any more
    /// Told now and then that `done` of `total` parts are done, and what they are ("migrations replayed"); may be
    /// empty.
    std::function<void(std::size_t done, std::size_t total, std::string_view what)> progress = {};
    std::shared_ptr<cache::Store> kept = {};  ///< of earlier requests; empty: nothing is taken from them, nor left
};

/// The error "cancelled" once that was requested.
inline Result<void> go_on(const Work& work) {
    if (work.cancel.stop_requested()) return fail("cancelled", "the request was cancelled; nothing was written");
    return {};
}

}  // namespace migrate::base
