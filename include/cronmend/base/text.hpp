// Small text helpers that several rooms need.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend {

// Without leading and trailing spaces and tabs (cron's only blanks).
[[nodiscard]] std::string_view trim_blanks(std::string_view text);

// The text cut after each LF; every piece keeps its LF, the last one may lack it. Their
// concatenation is the text, byte for byte. Empty text gives no pieces. The views point into text.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

// The line without its final LF, if it has one.
[[nodiscard]] std::string_view without_newline(std::string_view line);

// Safe to print on a terminal, in a log or in a report: control characters as \n, \t, \xNN; bytes
// that are not valid UTF-8 as \xNN; and the bidirectional and zero-width characters that make text
// look other than it is as \u{NNNN}. With `keep_newlines` LF and tab stay.
enum class Newlines { escape, keep };
[[nodiscard]] std::string printable(std::string_view text, Newlines newlines = Newlines::escape);

// A character of valid UTF-8 that is not seen, or that changes how its neighbours are seen: C1
// controls, bidirectional and zero-width ones, and the like. What printable() writes as \u{NNNN}.
struct DeceptiveCharacter {
    std::size_t offset = 0;
    std::size_t length = 0;  // in bytes
    char32_t value = 0;
};
// The first at or behind `from`; nothing if there is none.
[[nodiscard]] std::optional<DeceptiveCharacter> find_deceptive(std::string_view text,
                                                               std::size_t from = 0);

// True if the text holds a byte below 0x20 or 0x7f.
[[nodiscard]] bool has_control_characters(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

// The candidate nearest to `word` by edit distance, if it is near enough to be meant; else empty.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string_view>& candidates);

// "1 entry", "3 entries".
[[nodiscard]] std::string count_of(std::size_t count, std::string_view singular,
                                   std::string_view plural);

}  // namespace cronmend
