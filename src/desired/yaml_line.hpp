// What is wrong with one line of YAML, taken by itself: habits of crontabs and shells that YAML
// reads otherwise, each with what has to be written in their place.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend::desired {

struct LineMend {
    // What goes, in bytes of the line, and what comes for it.
    std::size_t column = 0;
    std::size_t length = 0;
    std::string text;
    std::string what;    // the offending text; empty if it is the whole line
    std::string reason;  // behind "WHAT needs quotes: ", or before ", in LINE"
    // What to do, with and without the text itself, which may be too long or a secret.
    std::string mend;
    std::string mend_unseen;
};

// The line's possible mends. They are guesses: right is one that lets the file be read further.
// `fault_column`: where YAML stopped in this line, in bytes; npos if it stopped below it.
[[nodiscard]] std::vector<LineMend> line_mends(std::string_view line, std::size_t fault_column);

// What to write for the one value of a line, if it starts with what YAML takes for something else.
[[nodiscard]] std::optional<LineMend> value_mend(std::string_view line);

// *night, rather than */5, *,30, *-5 or * 3.
[[nodiscard]] bool looks_like_alias(std::string_view text);

// command:/bin/x as command: /bin/x, if the text starts with a key that is known here and a colon
// without a blank; else empty.
[[nodiscard]] std::string with_blank_behind_key(std::string_view text);

}  // namespace cronmend::desired
