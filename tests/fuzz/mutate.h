/// Changes of text by whole words or lines: a change of bytes seldom leaves anything that is still readable, and what
/// is not readable never reaches the rooms behind the reader.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace migrate::fuzz {

using Pieces = std::vector<std::string>;

/// The words and signs of a text, each with the blanks behind it.
inline Pieces words_of(std::string_view text) {
    const auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c < 0; };
    Pieces pieces;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (is_word(text[at]) && end < text.size() && is_word(text[end])) ++end;
        while (end < text.size() && text[end] == ' ') ++end;
        pieces.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return pieces;
}

/// The lines of a text, each with its line feed.
inline Pieces lines_of(std::string_view text) {
    Pieces pieces;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        pieces.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return pieces;
}

/// One change: a few pieces taken out, said again, moved, or replaced by a few of `others`. Neither list is empty.
inline Pieces changed(Pieces pieces, const Pieces& others, std::minstd_rand& random) {
    const auto below = [&](std::size_t bound) { return static_cast<std::ptrdiff_t>(random() % bound); };
    const auto few = [&](std::size_t most) { return below(std::min<std::size_t>(most, 1 + random() % 6)) + 1; };
    const auto from = below(pieces.size());
    const auto count = few(pieces.size() - static_cast<std::size_t>(from));
    const Pieces part(pieces.begin() + from, pieces.begin() + from + count);
    const auto from_other = below(others.size());
    const auto count_other = few(others.size() - static_cast<std::size_t>(from_other));
    const auto kind = random() % 5;
    const bool takes_out = kind != 0 && kind != 1;
    if (takes_out) pieces.erase(pieces.begin() + from, pieces.begin() + from + count);
    const auto to = kind == 2 || kind == 3 ? from : below(pieces.size() + 1);
    if (kind == 0 || kind == 4) pieces.insert(pieces.begin() + to, part.begin(), part.end());
    if (kind == 1 || kind == 2) {
        pieces.insert(pieces.begin() + to, others.begin() + from_other, others.begin() + from_other + count_other);
    }
    return pieces;
}

/// `pieces` as the new content of `data`; 0, which tells the fuzzer that nothing was made, where there is no room.
inline std::size_t put(const Pieces& pieces, std::uint8_t* data, std::size_t max_size) {
    std::string text;
    for (const std::string& piece : pieces) text += piece;
    if (text.size() > max_size) return 0;
    std::memcpy(data, text.data(), text.size());
    return text.size();
}

}  // namespace migrate::fuzz
