// What can be told for certain of a shell command without being a shell.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cronmend::lint::detail {

struct ProgramWord {
    std::string name;
    std::size_t offset = 0;  // in the command
};

// The program that the command starts first. Nothing if only the shell could tell: variables,
// patterns, quotes with something to expand, its own words and built-in commands, a PATH set there.
[[nodiscard]] std::optional<ProgramWord> first_program(std::string_view command);

// Where both outputs of the whole command go to /dev/null; npos if they do not.
[[nodiscard]] std::size_t output_thrown_away(std::string_view command);

// Where a comment of the shell's starts; npos if there is none, or if it cannot be told.
[[nodiscard]] std::size_t shell_comment(std::string_view command);

}  // namespace cronmend::lint::detail
