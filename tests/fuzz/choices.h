/// An input as choices: what is built from a few bytes reaches sizes and depths that guessed text does not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace migrate::fuzz {

/// How often a thing is said: around every bound that a reader has.
inline constexpr std::array<std::size_t, 16> kTimes = {1,   2,   20,  99,  100, 101, 199,  200,
                                                       201, 399, 400, 401, 511, 512, 5000, 40'000};

/// Takes the input's bytes as choices; 0 for ever at its end.
class Choices {
  public:
    explicit Choices(std::string_view input) : input_(input) {}
    bool left() const { return at_ < input_.size(); }
    std::size_t below(std::size_t bound) { return (left() ? static_cast<std::uint8_t>(input_[at_++]) : 0U) % bound; }

  private:
    std::string_view input_;
    std::size_t at_ = 0;
};

}  // namespace migrate::fuzz
