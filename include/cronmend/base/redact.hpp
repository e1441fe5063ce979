// Secrets out of text that people will read: diffs, reports, mails, logs.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// Replaces the value of what looks like a secret by "[redacted]": NAME=value, NAME: value and
// --name value where the name says so (password, secret, token, some key, credential …; not
// …_FILE, which names a file); the options of curl, the mysql tools, sshpass, openssl, zip and
// others that cron jobs start, and their arguments that are secrets by their place; -u and --user
// user:password; user:password@, token@, key= and the like in a URL, and known web hooks;
// authorization, cookie and X-Auth headers; SQL's IDENTIFIED BY; what is piped into chpasswd and
// the like, or handed to it behind % or <<<; tokens of a known form (ghp_…). A value is the
// whole shell word, its quoted parts, backslashes and substitutions included. A path is none
// behind a name that only ends in key. Line structure is kept: no LF is added or taken away. The
// time goes by the text's length. Best effort: a secret that nothing announces cannot be known.
[[nodiscard]] std::string redact(std::string_view text);

// The same for lines of a crontab, in which NAME=value sets a variable: the value ends with the
// line.
[[nodiscard]] std::string redact_table(std::string_view text);

// The same for a sentence of ours with what it names and quotes: in `rotate-token: never installed`
// a job is named, and what follows the colon is no secret.
[[nodiscard]] std::string redact_message(std::string_view text);

// True if what a command is given as its standard input is a secret: chpasswd, sudo -S … In a
// crontab that is the text behind the first %, which redact() takes out.
[[nodiscard]] bool reads_secret_input(std::string_view command);

// True if redact() would change it.
[[nodiscard]] bool holds_secret(std::string_view text);

}  // namespace cronmend
