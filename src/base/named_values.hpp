// Values that a name, a header or a URL announces inside of one word.
#pragma once

#include <cstddef>
#include <string_view>

#include "line_cursor.hpp"

namespace cronmend::detail {

// Where a shell's word ends; and where the value of NAME=value does, in a list or in JSON.
inline constexpr std::string_view kWordStops = " \t\n;&|";
inline constexpr std::string_view kListStops = " \t\n;&|,}";

// What the next word of a line is.
enum class Awaited {
    nothing,
    secret,
    weak_secret,   // if it may be one
    option_value,  // of an option that takes it as its next word
    command,       // that prints a secret
};

// Whose words the text is.
enum class Wording {
    foreign,
    table,  // of a crontab, in which a line NAME=value sets a variable, blanks and all
    ours,   // a sentence of ours, in which `rotate-token: never installed` is a name and a word
};

[[nodiscard]] bool is_name_character(char c);

// Copies what stands before `end` of a word without the secrets that NAME=value, NAME: value,
// user:password@host and the like announce; further, where a value has blanks in it. Gives whether
// the next word is a secret, as behind `PASSWORD =`.
[[nodiscard]] Awaited copy_named_values(LineCursor& cursor, std::size_t end, Wording wording);

// The value that starts here is a command: drops what it has echo or printf print.
void drop_printed(LineCursor& cursor);

}  // namespace cronmend::detail
