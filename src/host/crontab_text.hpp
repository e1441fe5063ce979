// What crontab(1) programs print, and how it is to be read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/error.hpp"

namespace cronmend::host {

// The length of the three lines that Debian's crontab puts on top of a table by itself; 0 if the
// text does not start with exactly those.
[[nodiscard]] std::size_t header_length(std::string_view listing);

// The text as Debian's `crontab -l` prints it: CR as the two characters \r, BS as \b.
[[nodiscard]] std::string as_listed(std::string_view text);

// True if other bytes could be listed the same way.
[[nodiscard]] bool is_ambiguous(std::string_view listing);

// True if these are a crontab program's words for "this user has no table": the whole of what it
// said on standard error, for this very user.
[[nodiscard]] bool says_no_crontab(std::string_view standard_error, std::string_view user);

// What a refusal means, where the program's words are known to mean more than "failed".
[[nodiscard]] std::optional<ErrorCode> known_refusal(std::string_view standard_error,
                                                     std::string_view user);

// What can be done about error not_permitted of known_refusal().
[[nodiscard]] std::string_view mend_of_ban(std::string_view standard_error);

// What a program said, for an error message: its first lines in one, safe to print.
[[nodiscard]] std::string in_one_line(std::string_view words);

}  // namespace cronmend::host
