/// The memory of the parser library while it reads one text. The library asks whether to go on only now and then, and
/// takes gigabytes in between where a text is wrong in many ways at once; its own code has no way out of that. So every
/// piece it takes is written down here: where a text takes too much, its parsing ends by an exception that passes
/// through the library, and what the library has left is given back whole. Private to this room.
#pragma once

#include <chrono>
#include <cstddef>

namespace migrate::python {

/// Thrown out of the library by what it asks for memory.
struct TooMuchToParse {};

/// While it lives, the library's memory on this thread comes from it; all of it is given back at its end. One at a time
/// on a thread, and whatever the library made under it is gone with it: nothing of that is to be deleted.
class ParserMemory {
  public:
    ParserMemory();
    ~ParserMemory();
    ParserMemory(const ParserMemory&) = delete;
    ParserMemory& operator=(const ParserMemory&) = delete;

    /// True where the text has taken the time or the memory that one may take, or the request has.
    bool is_used_up() const;

  private:
    struct Piece;
    static void* take(std::size_t size);
    static void* take_zeroed(std::size_t count, std::size_t size);
    static void* resize(void* memory, std::size_t size);
    static void give_back(void* memory);
    void look();

    Piece* newest_ = nullptr;
    std::size_t bytes_ = 0;
    int until_look_ = 0;
    std::chrono::nanoseconds ends_;
    static thread_local ParserMemory* current_;
};

}  // namespace migrate::python
