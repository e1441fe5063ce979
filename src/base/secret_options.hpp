// Options of programs whose values are secrets though their names do not say so.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace cronmend::detail {

// Which part of an option's value is the secret.
enum class OptionValue {
    whole,
    behind_colon,    // USER:SECRET; without a colon there is none
    behind_comma,    // USER,SECRET
    behind_percent,  // USER%SECRET, also as \%
    cookie,          // whole, if there is a =; else it is a file's name
    answer,          // what a script types: whole, if it is no yes, no exit and no path
};

struct ProgramOption {
    std::string_view program;  // its name without folders; a * at its end stands for any rest
    std::string_view option;   // with its dash, if it has one
    bool glued = false;        // the value may follow in the same word: -pVALUE
    bool apart = false;        // the value may be the next word: -p VALUE
    OptionValue value = OptionValue::whole;
    // Letters of one dash may stand together (-su, -rP); these end the row, as they take a value.
    // Empty: they may not.
    std::string_view with_value = {};
    bool once = false;  // what follows its value is another program's
};

// The options of that program, in a row; empty if it has none.
[[nodiscard]] std::span<const ProgramOption> options_of(std::string_view program);

// The length of the option at the start of `word`, a dash and letters, if this is it: 2 for -p, 3
// for -su where u is meant. 0 if it is another word.
[[nodiscard]] std::size_t length_of_option(const ProgramOption& option, std::string_view word);

// True for programs that take USER/SECRET as an argument, as Oracle's do.
[[nodiscard]] bool takes_logon(std::string_view program);

// True for programs that take settings as NAME VALUE behind these two words: rclone config.
[[nodiscard]] bool takes_settings(std::string_view program, std::string_view command);

// True if a program with these arguments reads a secret from its input: sudo -S, chpasswd,
// --password-stdin … `segment` is the part of a command up to the next | ; or &.
[[nodiscard]] bool reads_secret(std::string_view segment);

// True if the command reads a secret from the input that it is started with.
[[nodiscard]] bool is_handed_secret(std::string_view command);

// Where in a line of a crontab the % stands behind which a secret is handed to the command as its
// input: chpasswd%root:SECRET. npos if there is none.
[[nodiscard]] std::size_t secret_input(std::string_view line);

}  // namespace cronmend::detail
