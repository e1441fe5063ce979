// What announces a secret in a command or an environment line: names, places in URLs, forms.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cronmend::detail {

// ASCII lower case, with '-' as '_', so that names compare however they are written.
[[nodiscard]] std::string plain_name(std::string_view text);

enum class NameSign {
    none,
    weak,    // AWS_KEY, X-Auth: a secret, unless the value is a path, a small number or a yes
    sure,    // PASSWORD, db-pass, X-Api-Key …
    prints,  // PASSWORD_COMMAND, BORG_PASSCOMMAND: a command that prints the secret
};

// None for …_FILE and the like, which name a place, and for --no-password and --ask-pass.
[[nodiscard]] NameSign sign_of(std::string_view name);

// False for a value that behind a weak name is none: a path, a number of up to four digits, `yes`.
[[nodiscard]] bool may_be_secret(std::string_view value);

// True for the name of a parameter in the query of a URL that mostly carries a secret: key, sig …
[[nodiscard]] bool query_names_secret(std::string_view name);

// A header whose whole value is secret, but for the scheme in front of an authorization.
enum class SecretHeader { authorization, whole };
[[nodiscard]] std::optional<SecretHeader> header_named(std::string_view name);

// Where in a URL the secret stands, as offsets into what is behind its "://".
struct SecretPart {
    std::size_t start = 0;
    bool to_the_end = true;  // else it is one segment of the path
};
// Known by the host (Slack's hooks, healthchecks' pings …) or by the path (/api/push/…) with a
// segment that is long enough to be none of a word. Up to the next blank or quote is looked at.
[[nodiscard]] std::optional<SecretPart> secret_part_of_url(std::string_view behind_scheme);

// The text with [redacted] for each token that is known by its form, whatever stands around it:
// ghp_…, glpat-…, AKIA…, 123456789:AA… of Telegram. Only where no letter, digit or underscore
// stands in front.
[[nodiscard]] std::string without_known_tokens(std::string text);

}  // namespace cronmend::detail
