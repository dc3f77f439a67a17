/// The list of methods that a program answers: what each is called, how it may run beside others, and what
/// carries it out.
///
/// A handler gets the parameters and *returns* its result or error: it cannot answer twice, or forget to.
/// Nothing here knows how messages arrive; the methods themselves are handed in by other rooms.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "rpc/message.h"

namespace migrate::rpc {

/// How a request may run beside others.
enum class Schedule {
    immediate,  ///< on the spot, before the next line is read: for answers that need no work
    read_only,  ///< on a worker, at once with others
    exclusive,  ///< on a worker, one at a time, in the order of arrival; later requests on workers wait for
                ///< it
    held,       ///< runs on the spot, but its result is sent only at the end of the input (a subscription)
};

/// What a handler may use besides its parameters. Valid during the call only.
struct CallContext {
    /// Requested when the client cancels the request or the program is told to stop. The handler should
    /// return soon; what it returns is then thrown away.
    std::stop_token cancel;
    /// Sends a notification to the client, unless the request was cancelled.
    std::function<void(std::string_view method, const OutJson& params)> notify;
    /// The id of the request.
    Id id;
};

/// `params` is an object, or null when the message had none. Called from several threads at once if it is
/// `read_only`.
using Handler = std::function<RpcResult<OutJson>(const Json& params, const CallContext& context)>;

struct Method {
    std::string name;
    std::string summary;  ///< one sentence, for `rpc.discover`
    Schedule schedule = Schedule::exclusive;
    Handler handler;
    /// A JSON schema of `params`; checked before the handler is called, unless it is null. Missing params
    /// count as `{}`.
    OutJson params_schema;
    /// Decides for one call, where it depends on the parameters. Must be quick; may be empty.
    std::function<Schedule(const Json& params)> schedule_of;
    bool is_checked = true;  ///< false: the handler holds `params` against the schema itself
};

/// Add all methods first; then it may be used from several threads.
class Dispatcher {
  public:
    /// A method of the same name is replaced.
    void add(Method method);

    /// In the order in which they were added.
    const std::vector<Method>& methods() const { return methods_; }

    /// Null if there is none of this name. Valid until the next `add`.
    const Method* find(std::string_view name) const;

    /// How this call is to run; nothing for an unknown method.
    std::optional<Schedule> schedule_of(const Request& request) const;

    /// Carries the request out. Errors: kMethodNotFound (names the nearest), kInvalidParams (does not fit the
    /// schema), what the handler returns, kInternalError for an exception that escaped from it.
    RpcResult<OutJson> call(const Request& request, const CallContext& context) const;

  private:
    std::vector<Method> methods_;
};

/// Adds `rpc.discover`: the list of all methods as an OpenRPC document. The dispatcher must outlive its own
/// calls.
void add_discover(Dispatcher& dispatcher, const std::string& title, const std::string& version);

}  // namespace migrate::rpc
