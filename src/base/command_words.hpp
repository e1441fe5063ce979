// What single words of a command are.
#pragma once

#include <algorithm>
#include <string_view>

#include "cronmend/base/char_set.hpp"
#include "line_cursor.hpp"
#include "named_values.hpp"
#include "secret_signs.hpp"

namespace cronmend::detail {

// A program's name, or a word of SQL, out of what stands around it: /usr/bin/curl, $(curl, x|curl;
[[nodiscard]] inline std::string_view bare_word(std::string_view word) {
    static constexpr CharSet kBehind{";&|)`\"'"};
    static constexpr CharSet kBefore{"/`(;|&\"'=%"};
    std::size_t end = word.size();
    while (end > 0 && kBehind.holds(word[end - 1])) {
        --end;
    }
    std::size_t start = end;
    while (start > 0 && !kBefore.holds(word[start - 1])) {
        --start;
    }
    return word.substr(start, end - start);
}

// Whether that is the word, in letters of any case.
[[nodiscard]] inline bool is_word(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() && (text.front() | 0x20) == lower.front() &&
           plain_name(text) == lower;
}

// An option's name without its dashes, or that of a setting.
[[nodiscard]] inline bool is_option_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_name_character(c) || c == '.'; });
}

// NAME=value, from the line's start.
[[nodiscard]] inline bool is_assignment(std::string_view line) {
    const std::size_t sign = line.find('=');
    return sign != std::string_view::npos && sign > 0 && line.front() != '-' &&
           std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(sign),
                       is_name_character);
}

// What openssl's -pass and the like have in a secret's place.
[[nodiscard]] inline bool names_place(std::string_view word) {
    return word.starts_with("file:") || word.starts_with("env:") || word.starts_with("fd:") ||
           word == "stdin";
}

// ; | && and the like, alone.
[[nodiscard]] inline bool parts_commands(std::string_view word) {
    return word.size() <= 2 && word.find_first_not_of(";&|") == std::string_view::npos;
}

// What of a word stands behind the last \n: printf 'login u\npassword x'.
[[nodiscard]] inline std::string_view last_line(std::string_view word) {
    const std::size_t sign = word.rfind("\\n");
    return sign == std::string_view::npos ? word : word.substr(sign + 2);
}

}  // namespace cronmend::detail
