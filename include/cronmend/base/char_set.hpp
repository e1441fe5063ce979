// A set of bytes that is asked for each byte of long texts.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace cronmend {

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

    // Where the first byte of the set stands in `text` from `from` on; npos if nowhere. The
    // string's own find_first_of() starts a search for each byte.
    [[nodiscard]] constexpr std::size_t find_in(std::string_view text, std::size_t from = 0) const {
        for (std::size_t i = from; i < text.size(); ++i) {
            if (holds(text[i])) {
                return i;
            }
        }
        return std::string_view::npos;
    }

    // The same of the first byte that the set does not hold.
    [[nodiscard]] constexpr std::size_t find_other(std::string_view text,
                                                   std::size_t from = 0) const {
        for (std::size_t i = from; i < text.size(); ++i) {
            if (!holds(text[i])) {
                return i;
            }
        }
        return std::string_view::npos;
    }

private:
    std::array<bool, 256> holds_{};
};

// ASCII letters and digits, and _.
inline constexpr CharSet kWordCharacters{
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"};

}  // namespace cronmend
