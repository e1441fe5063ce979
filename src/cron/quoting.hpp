// Words as a shell of the sh family reads them, for the few forms that cronmend writes itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend::cron {

// 'it'\''s'
[[nodiscard]] std::string in_single_quotes(std::string_view value);

// The words of a text that holds nothing but plain characters, single quotes and \' between them;
// nothing for any other text.
[[nodiscard]] std::optional<std::vector<std::string>> quoted_words(std::string_view text);

// One word of a shell's text.
struct ShellWord {
    std::string text;     // without its quotes
    std::size_t end = 0;  // where it ends in the text

    friend bool operator==(const ShellWord&, const ShellWord&) = default;
};

// The word that begins at or behind `begin`, blanks left out: plain characters, '…', \c, and "…"
// with nothing in it that means something to a shell. Nothing where there is no word (the end, an
// operator), or one that is more than that.
[[nodiscard]] std::optional<ShellWord> word_at(std::string_view text, std::size_t begin);

// The length of "export A='x' B='y'; " at the front of a text, as with_exports() writes it.
[[nodiscard]] std::optional<std::size_t> exports_length(std::string_view text);

}  // namespace cronmend::cron
