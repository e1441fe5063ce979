// A line of the file as it stands there, for messages.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "file_report.hpp"
#include "yaml_document.hpp"

namespace cronmend::desired {

// The line that the place is in, without its end.
[[nodiscard]] std::string_view line_at(std::string_view text, const Position& at);

// In quotes, without secrets, cut when it is long.
[[nodiscard]] std::string quoted_line(std::string_view line);

// False for a line that would not be shown as it stands, as it is long, or holds a secret.
[[nodiscard]] bool may_be_repeated(std::string_view line);

// What to write for the value that starts there, if it is the one of its line and starts as a
// shell's test, group or negation does.
[[nodiscard]] std::optional<std::string> mend_of_value(const Position& at,
                                                       const FileReport& report);

}  // namespace cronmend::desired
