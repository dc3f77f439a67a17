// RFC 1321.
#include "sqlalchemy/md5.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace migrate::sqlalchemy {

namespace {

using State = std::array<std::uint32_t, 4>;
constexpr std::array<int, 16> kShifts = {7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21};

/// The message, a one bit, zeros, and its length in bits: a multiple of 64 bytes.
std::string padded(std::string_view text) {
    std::string made(text);
    made += static_cast<char>(0x80);
    while (made.size() % 64 != 56) made += '\0';
    const std::uint64_t bits = static_cast<std::uint64_t>(text.size()) * 8;
    for (int i = 0; i < 8; ++i) made += static_cast<char>(bits >> (8 * i));
    return made;
}

std::uint32_t word_at(std::string_view block, std::size_t place) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < 4; ++i)
        word |= static_cast<std::uint32_t>(static_cast<unsigned char>(block[place * 4 + i])) << (8 * i);
    return word;
}

std::uint32_t mix(std::size_t round, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    switch (round) {
        case 0:
            return (b & c) | (~b & d);
        case 1:
            return (d & b) | (~d & c);
        case 2:
            return b ^ c ^ d;
        default:
            return c ^ (b | ~d);
    }
}

std::size_t source_word(std::size_t round, std::size_t step) {
    constexpr std::array<std::size_t, 4> factor = {1, 5, 3, 7};
    constexpr std::array<std::size_t, 4> offset = {0, 1, 5, 0};
    return (factor[round] * step + offset[round]) % 16;
}

void add_block(State& state, std::string_view block) {
    auto [a, b, c, d] = state;
    for (std::size_t step = 0; step < 64; ++step) {
        const std::size_t round = step / 16;
        const auto constant = static_cast<std::uint32_t>(std::floor(std::fabs(std::sin(step + 1.0)) * 4294967296.0));
        const std::uint32_t sum = a + mix(round, b, c, d) + constant + word_at(block, source_word(round, step));
        a = d;
        d = c;
        c = b;
        b += std::rotl(sum, kShifts[round * 4 + step % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

}  // namespace

std::string md5_hex(std::string_view text) {
    State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    const std::string message = padded(text);
    for (std::size_t at = 0; at < message.size(); at += 64) add_block(state, std::string_view(message).substr(at, 64));
    std::string made;
    for (std::uint32_t word : state) {
        for (int i = 0; i < 4; ++i) {
            const std::uint32_t byte = (word >> (8 * i)) & 0xff;
            made += "0123456789abcdef"[byte >> 4];
            made += "0123456789abcdef"[byte & 15];
        }
    }
    return made;
}

}  // namespace migrate::sqlalchemy
