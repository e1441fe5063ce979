// Values into Markdown (CommonMark and GitHub's) without any of them becoming markup: no heading,
// no table cell, no HTML, no link, no character that is not seen.
#pragma once

#include <string>
#include <string_view>

namespace cronmend::incident::markdown {

// For the middle of a line. One line always; addresses (which GitHub would make into links) become
// code spans. "unknown" is up to the caller: empty gives empty.
[[nodiscard]] std::string text(std::string_view value);
// The same at the end of a text that grows: a report may have a thousand lines.
void append_text(std::string& out, std::string_view value);

// For the front of a line too: also what would start a list, a heading or a rule is escaped.
[[nodiscard]] std::string opening_text(std::string_view value);

// A code span, for commands, paths and ids. One line always. Not for table cells: see text().
[[nodiscard]] std::string code(std::string_view value);
void append_code(std::string& out, std::string_view value);

// A fenced block with its LFs kept; ends with LF. `language`: "bash", "diff", or empty.
[[nodiscard]] std::string fenced(std::string_view value, std::string_view language = {});

// True if printing the value shows its very bytes, so that a reader can paste it.
[[nodiscard]] bool is_plain(std::string_view value);

// One argument for a POSIX shell, in single quotes: nothing in it is expanded.
[[nodiscard]] std::string shell_quote(std::string_view argument);

}  // namespace cronmend::incident::markdown
