// Secrets out of text that people will read: diffs, reports, mails, logs.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// Replaces the value of what looks like a secret by "[redacted]": NAME=value, NAME: value and
// --name value where the name says so (password, secret, token, api key, credential …; not
// …_FILE, which names a file), the password options of the mysql tools, sshpass, redis-cli, the
// ldap tools, zip, 7z and smbclient, -u and --user user:password, user:password@ and token@ in a
// URL, known web hooks, authorization and cookie headers, what follows Bearer or Basic. A value is
// the whole shell word, its quoted parts and backslashes included. Line structure is kept: no LF
// is added or taken away. Best effort by name: a secret that nothing announces cannot be known.
[[nodiscard]] std::string redact(std::string_view text);

// True if redact() would change it.
[[nodiscard]] bool holds_secret(std::string_view text);

}  // namespace cronmend
