// A walk through one shell line that knows which quotes and substitutions it is in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cronmend::detail {

inline constexpr std::string_view kBlanks = " \t\n";

[[nodiscard]] inline bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n';  // kBlanks
}

[[nodiscard]] inline bool is_quote(char c) {
    return c == '"' || c == '\'';
}

// Where the quote that opens at text[open] closes, a backslash before " heeded; npos if it does
// not.
[[nodiscard]] std::size_t closing_quote(std::string_view text, std::size_t open);

// Copies a line from left to right, and leaves out what is not to be seen.
class LineCursor {
public:
    // `line` without its LF; it must outlive this.
    explicit LineCursor(std::string_view line) : line_(line) { out_.reserve(line.size()); }

    [[nodiscard]] std::string_view line() const { return line_; }
    [[nodiscard]] std::size_t at() const { return at_; }
    [[nodiscard]] bool done() const { return at_ >= line_.size(); }
    [[nodiscard]] bool in_quote() const { return quote_ != '\0'; }
    [[nodiscard]] std::string take() && { return std::move(out_); }

    [[nodiscard]] std::size_t blanks_end(std::size_t from) const;
    [[nodiscard]] std::size_t word_end(std::size_t from) const;

    // Copies what stands before `end`, and keeps count of what is open behind it.
    void copy_to(std::size_t end);

    // The end of the value that starts here: a shell word with its quoted parts, backslashes and
    // substitutions, or, in an open quote, what stands before its end; in both, no further than
    // one of `stops`, nor than the end of the substitution that this stands in.
    [[nodiscard]] std::size_t value_end(std::string_view stops) const;

    // Puts [redacted] in the place of what stands before `end`. A value that is one quoted text
    // keeps its quotes, so that one sees what it was; a quote that is open here and closes before
    // `end` is closed.
    void drop_to(std::size_t end);

    // Copies what stands before `from`, and drops the rest of the value that ends at `end`; the
    // quote around all of it stays.
    void drop_rest(std::size_t from, std::size_t end);

private:
    [[nodiscard]] std::size_t part_end(std::size_t from) const;
    [[nodiscard]] std::size_t quoted_part_end(std::size_t from) const;
    [[nodiscard]] std::size_t escaped_quote_end(std::size_t from) const;
    [[nodiscard]] std::size_t substitution_end(std::size_t from) const;
    [[nodiscard]] bool closes_substitution(char c) const;

    std::string_view line_;
    std::size_t at_ = 0;
    std::string out_;
    char quote_ = '\0';      // the quote that is open at at_
    bool backtick_ = false;  // whether a backtick is open there
    std::size_t depth_ = 0;  // parentheses that are open there
};

}  // namespace cronmend::detail
