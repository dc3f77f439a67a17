#include "rpc/session.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <atomic>
#include <chrono>
#include <latch>

using namespace migrate::rpc;
using namespace std::chrono_literals;

namespace {

// What was written, as a test sees it.
struct Screen {
    std::mutex mutex;
    std::string text;

    bool put(std::string_view bytes) {
        const std::lock_guard lock(mutex);
        text += bytes;
        return true;
    }
    std::string read() {
        const std::lock_guard lock(mutex);
        return text;
    }
};

bool wait_for(const std::stop_token& cancel, std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < until && !cancel.stop_requested()) std::this_thread::sleep_for(1ms);
    return !cancel.stop_requested();
}

Dispatcher make_dispatcher() {
    Dispatcher dispatcher;
    const auto add = [&](const char* name, Schedule schedule, Handler handler) {
        dispatcher.add({name, "", schedule, std::move(handler), nullptr, nullptr});
    };
    add("now", Schedule::immediate,
        [](const Json& params, const CallContext&) -> RpcResult<OutJson> { return OutJson(params); });
    add("read", Schedule::read_only, [](const Json&, const CallContext& context) -> RpcResult<OutJson> {
        wait_for(context.cancel, 5ms);
        return OutJson("read");
    });
    add("write", Schedule::exclusive, [](const Json&, const CallContext& context) -> RpcResult<OutJson> {
        context.notify("begun", {{"id", OutJson(context.id)}});
        wait_for(context.cancel, 5ms);
        context.notify("ended", nullptr);
        return OutJson("written");
    });
    add("held", Schedule::held,
        [](const Json&, const CallContext&) -> RpcResult<OutJson> { return OutJson("at the end"); });
    return dispatcher;
}

// Everything a conversation writes, from its first byte to its end.
std::string converse(const std::string& input) {
    const auto dispatcher = make_dispatcher();
    Screen screen;
    {
        Writer writer([&](std::string_view bytes) { return screen.put(bytes); });
        Session session(dispatcher, writer);
        session.receive(input);
        session.end_input();
        while (!session.is_idle()) std::this_thread::sleep_for(1ms);
    }
    return screen.read();
}

std::string request(int id, const char* method) {
    return R"({"jsonrpc":"2.0","id":)" + std::to_string(id) + R"(,"method":")" + method + "\"}\n";
}

}  // namespace

TEST_CASE("immediate answers keep their order, held ones come last") {
    CHECK(converse(request(1, "held") + request(2, "now") + request(3, "now")) ==
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":null}\n"
          "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":null}\n"
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"at the end\"}\n");
}

TEST_CASE("an exclusive call's notifications surround nothing of another one") {
    CHECK(converse(request(1, "write") + request(2, "write")) ==
          "{\"jsonrpc\":\"2.0\",\"method\":\"begun\",\"params\":{\"id\":1}}\n"
          "{\"jsonrpc\":\"2.0\",\"method\":\"ended\"}\n"
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"written\"}\n"
          "{\"jsonrpc\":\"2.0\",\"method\":\"begun\",\"params\":{\"id\":2}}\n"
          "{\"jsonrpc\":\"2.0\",\"method\":\"ended\"}\n"
          "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"written\"}\n");
}

TEST_CASE("every request is answered exactly once, whatever the mixture") {
    CHECK(rc::check([](const std::vector<unsigned char>& kinds) {
        const std::vector<const char*> methods{"now", "read", "write", "held", "unknown"};
        std::string input;
        int id = 0;
        for (const auto kind : kinds) input += request(++id, methods[kind % methods.size()]);
        const auto output = converse(input);
        for (int i = 1; i <= id; ++i) {
            const auto answer = "\"id\":" + std::to_string(i) + ",\"";
            const auto first = output.find(answer);
            RC_ASSERT(first != std::string::npos);
            RC_ASSERT(output.find(answer, first + 1) == std::string::npos);
        }
    }));
}

TEST_CASE("no bytes break a conversation") {
    CHECK(rc::check([](const std::string& garbage) { converse(garbage + "\n" + request(1, "now") + garbage); }));
}

TEST_CASE("a conversation that is dropped cancels its work and writes nothing more") {
    const auto dispatcher = make_dispatcher();
    Screen screen;
    {
        Writer writer([&](std::string_view bytes) { return screen.put(bytes); });
        Session session(dispatcher, writer);
        for (int i = 0; i < 50; ++i) session.receive(request(i, "read"));
        session.receive(request(99, "held"));
        session.cancel_all();
        writer.flush(1s);
        const auto before = screen.read();
        while (!session.is_idle()) std::this_thread::sleep_for(1ms);
        writer.flush(1s);
        CHECK(screen.read() == before);
    }
}

TEST_CASE("a flood of requests is refused, not stored without end") {
    Dispatcher dispatcher;
    std::latch gate(1);
    dispatcher.add({"wait", "", Schedule::exclusive,
                    [&](const Json&, const CallContext&) -> RpcResult<OutJson> {
                        gate.wait();
                        return OutJson(nullptr);
                    },
                    nullptr, nullptr});
    Screen screen;
    Writer writer([&](std::string_view bytes) { return screen.put(bytes); });
    Session session(dispatcher, writer);
    for (std::size_t i = 0; i < kMaxInFlight; ++i) session.receive(request(static_cast<int>(i), "wait"));
    writer.flush(1s);
    CHECK(screen.read().empty());
    session.receive(request(-1, "wait"));
    writer.flush(1s);
    CHECK(screen.read().find("\"id\":-1,\"error\":{\"code\":-32000") != std::string::npos);
    gate.count_down();
}

TEST_CASE("workers keep exclusive tasks in order and alone, and run others side by side") {
    std::atomic<int> exclusive_now{0}, others_now{0}, most_others{0};
    std::vector<int> order;
    std::mutex mutex;
    std::latch done(60);
    Workers workers(4);
    for (int i = 0; i < 60; ++i) {
        const bool exclusive = i % 6 == 0;
        workers.submit(
            [&, i, exclusive] {
                if (exclusive) {
                    CHECK(++exclusive_now == 1);
                    const std::lock_guard lock(mutex);
                    order.push_back(i);
                } else {
                    most_others = std::max(most_others.load(), ++others_now);
                    const std::lock_guard lock(mutex);
                    // Everything exclusive that was asked before has been done.
                    CHECK(order.size() >= static_cast<std::size_t>(i / 6 + 1));
                }
                std::this_thread::sleep_for(1ms);
                --(exclusive ? exclusive_now : others_now);
                done.count_down();
            },
            exclusive);
    }
    done.wait();
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(order.size() == 10);
    CHECK(most_others > 1);
}

TEST_CASE("a writer whose reader is gone drops what is sent, and says so once") {
    std::atomic<int> told{0};
    Writer writer([](std::string_view) { return false; }, [&] { ++told; });
    writer.send("a\n");
    CHECK(writer.flush(1s));
    writer.send("b\n");
    CHECK(writer.flush(1s));
    CHECK(writer.is_broken());
    CHECK(told == 1);
}

TEST_CASE("who sends does not wait for a slow reader") {
    std::latch gate(1);
    Screen screen;
    Writer writer([&](std::string_view bytes) {
        gate.wait();
        return screen.put(bytes);
    });
    for (int i = 0; i < 1000; ++i) writer.send("line\n");
    CHECK_FALSE(writer.flush(10ms));
    gate.count_down();
    CHECK(writer.flush(5s));
    CHECK(screen.read().size() == 5000);
}
