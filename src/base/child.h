/// What process.cpp asks of the system: a program that was started, and what it reads. One implementation a system.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/descriptor.h"
#include "base/process.h"
#include "base/result.h"

namespace migrate::base {

/// The descriptors that become the child's standard streams; an input of -1 is an empty one.
struct ChildStreams {
    int input = -1;
    int output = -1;
    int errors = -1;
};

/// A started program with all that it starts: what is left of them is killed when this goes. Move only.
class Child {
  public:
    /// Starts it, in a group of its own and with nothing open but these streams. Error "cannot_run".
    static Result<Child> start(const ProcessRequest& request, const ChildStreams& streams);

    Child(Child&&) noexcept;
    Child& operator=(Child&&) noexcept;
    ~Child();

    /// True once the program itself has ended; never waits.
    bool has_ended();
    /// Of the program that ended: see ProcessResult.
    int exit_code() const;
    /// Kills the program and all that it left running, and waits for it.
    void kill_all();

  private:
    struct State;
    explicit Child(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// What the child reads, sent as it takes it: a child that does not read holds nobody up.
class ChildInput {
  public:
    explicit ChildInput(const std::optional<std::string>& text);

    int for_child() const { return theirs_.get(); }
    void child_has_it() { theirs_.close(); }
    bool is_sending() const { return ours_.is_open() && sent_ < text_.size(); }
    void close() { ours_.close(); }
    /// Sends what finds room now; never waits.
    void send();

  private:
    Descriptor ours_;
    Descriptor theirs_;
    std::string text_;
    std::size_t sent_ = 0;
};

}  // namespace migrate::base
