// A set of bytes that is asked for each byte of long texts.
#pragma once

#include <array>
#include <string_view>

namespace cronmend::detail {

class CharSet {
public:
    explicit constexpr CharSet(std::string_view characters) {
        for (const char c : characters) {
            holds_[static_cast<unsigned char>(c)] = true;
        }
    }

    [[nodiscard]] constexpr bool holds(char c) const {
        return holds_[static_cast<unsigned char>(c)];
    }

private:
    std::array<bool, 256> holds_{};
};

// ASCII letters and digits, and _.
inline constexpr CharSet kWordCharacters{
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"};

}  // namespace cronmend::detail
