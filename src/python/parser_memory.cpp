#include "python/parser_memory.h"

#include <tree_sitter/api.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/allowance.h"
#include "base/environment.h"

namespace migrate::python {

namespace {

/// The most that a text may take of the processor; a sound one of 1 MiB takes a tenth of a second. Where much is
/// wrong, the grammar's search for what was meant takes time that grows with the square of the text.
constexpr std::chrono::milliseconds kMostTime{1'500};

/// The most that it may take of memory; the heaviest sound text of 1 MiB takes a third of it.
constexpr std::size_t kMostBytes = std::size_t{384} << 20U;

constexpr int kPiecesBetween = 1'000;

}  // namespace

/// Stands before what the library has; the pieces are one chain, for the end.
struct alignas(std::max_align_t) ParserMemory::Piece {
    Piece* older;
    Piece* newer;
    std::size_t size;
};

thread_local ParserMemory* ParserMemory::current_ = nullptr;

ParserMemory::ParserMemory() : ends_(base::thread_time() + kMostTime) {
    static const bool kIsSet = [] {
        ts_set_allocator(take, take_zeroed, resize, give_back);
        return true;
    }();
    static_cast<void>(kIsSet);
    current_ = this;
}

ParserMemory::~ParserMemory() {
    current_ = nullptr;
    while (newest_ != nullptr) base::counted_free(std::exchange(newest_, newest_->older));
}

bool ParserMemory::is_used_up() const {
    return base::is_used_up() || bytes_ > kMostBytes || base::thread_time() > ends_;
}

void ParserMemory::look() {
    if (++until_look_ < kPiecesBetween && bytes_ <= kMostBytes) return;
    until_look_ = 0;
    if (is_used_up()) throw TooMuchToParse{};
}

void* ParserMemory::take(std::size_t size) {
    ParserMemory& memory = *current_;
    memory.look();
    auto* piece = static_cast<Piece*>(base::counted_malloc(sizeof(Piece) + size));
    if (piece == nullptr) throw TooMuchToParse{};
    *piece = {.older = memory.newest_, .newer = nullptr, .size = size};
    if (piece->older != nullptr) piece->older->newer = piece;
    memory.newest_ = piece;
    memory.bytes_ += size;
    return piece + 1;
}

void* ParserMemory::take_zeroed(std::size_t count, std::size_t size) {
    return std::memset(take(count * size), 0, count * size);
}

void* ParserMemory::resize(void* memory, std::size_t size) {
    void* larger = take(size);
    if (memory != nullptr) {
        std::memcpy(larger, memory, std::min(size, (static_cast<Piece*>(memory) - 1)->size));
        give_back(memory);
    }
    return larger;
}

void ParserMemory::give_back(void* memory) {
    if (memory == nullptr) return;
    Piece* piece = static_cast<Piece*>(memory) - 1;
    if (piece->older != nullptr) piece->older->newer = piece->newer;
    (piece->newer != nullptr ? piece->newer->older : current_->newest_) = piece->older;
    current_->bytes_ -= piece->size;
    base::counted_free(piece);
}

}  // namespace migrate::python
