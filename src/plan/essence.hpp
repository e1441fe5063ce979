// Commands by what they do in the end, and how alike two of them are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "slot.hpp"

namespace cronmend::plan {

// What tells commands apart, whatever variables and guard cronmend has put in front of them.
struct Essence {
    std::string core;     // the command that is run in the end, with its standard input
    std::string program;  // its first word

    // The program tells jobs apart. What half of the world's commands start with (shell words,
    // wrappers, interpreters) does not.
    [[nodiscard]] bool tells() const;
    // `other` has the whole of this command, and more in front of it or behind it: a wrapper, a
    // redirection, an argument.
    [[nodiscard]] bool has_grown_into(const Essence& other) const;
};

// The command in a key as ReadEntry::key().
[[nodiscard]] std::string_view command_of_key(std::string_view key);
// `command`: as ReadEntry::command.
[[nodiscard]] Essence essence_of(std::string_view command);
[[nodiscard]] Essence essence_of(const Slot& slot);
// How many bytes the commands begin and end with alike.
[[nodiscard]] std::size_t likeness(const Essence& a, const Essence& b);

}  // namespace cronmend::plan
