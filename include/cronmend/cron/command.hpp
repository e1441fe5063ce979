// The command part of an entry: what the shell sees, what it gets on standard input, and how cron
// wants both written.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/cron/environment.hpp"
#include "cronmend/cron/flavour.hpp"

namespace cronmend::cron {

// The longest command that Debian's cron takes, in bytes, after the schedule and its blanks.
inline constexpr std::size_t kLongestCommand = 998;

// What cron makes of a command text. Debian's cron and cronie: `\%` is %, `\\` is \, other
// backslashes stay; the first bare % ends the command, and what follows is standard input, where
// each further bare % is a newline. The others hand the text to the shell as it is.
struct DecodedCommand {
    std::string shell;                          // what the shell is given
    std::optional<std::string> standard_input;  // without the newline that cron appends

    friend bool operator==(const DecodedCommand&, const DecodedCommand&) = default;
};

[[nodiscard]] DecodedCommand decode_command(std::string_view text,
                                            Flavour flavour = Flavour::debian);

// True if a command can have standard input from the table (behind a %).
[[nodiscard]] bool takes_standard_input(Flavour flavour);

// The shortest text that decode_command() turns into exactly this. There is none for a newline or
// NUL in the shell's part, nor for a backslash right before a newline in standard input (cron reads
// `\%` as % there): whoever takes such text from a user must compare.
// Standard input is left out for a flavour that takes none.
[[nodiscard]] std::string encode_command(const DecodedCommand& command,
                                         Flavour flavour = Flavour::debian);

// "export A='x' B='y'; command": variables that cron does not act on, set for one command alone.
[[nodiscard]] std::string with_exports(const Environment& variables, std::string_view command);
// The variables of which with_exports(…, "") made exactly this text; nothing for any other text.
[[nodiscard]] std::optional<Environment> parse_exports(std::string_view text);
// The command behind such variables, whatever they are; a text without them as it is.
[[nodiscard]] std::string_view without_exports(std::string_view shell_text);

}  // namespace cronmend::cron
