// What announces a secret in a command or an environment line: names, options, places in URLs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cronmend::detail {

// ASCII lower case, with '-' as '_', so that names compare however they are written.
[[nodiscard]] std::string plain_name(std::string_view text);

// True for PASSWORD, db-pass, X-Api-Key …; not for …_FILE and the like, which name a place.
[[nodiscard]] bool names_secret(std::string_view name);

// A header whose whole value is secret, but for the scheme in front of an authorization.
enum class SecretHeader { authorization, cookie };
[[nodiscard]] std::optional<SecretHeader> header_named(std::string_view name);

// An option of certain programs whose value is a secret though its name does not say so.
struct ProgramOption {
    std::string_view program;  // what the program's name starts with
    std::string_view option;
    bool glued = false;  // the value may follow in the same word: -pVALUE
    bool apart = false;  // the value may be the next word: -p VALUE
};
// The option of this program (its name without folders), or null.
[[nodiscard]] const ProgramOption* option_of(std::string_view program);

// The length of what precedes the secret in a URL that starts with it behind "://", such as
// "hooks.slack.com/services/"; 0 if it is none of those.
[[nodiscard]] std::size_t secret_path_prefix(std::string_view behind_scheme);

}  // namespace cronmend::detail
