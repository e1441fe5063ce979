// Secrets out of text that people will read: diffs, reports, mails, logs.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// Replaces the value of what looks like a secret by "[redacted]": NAME=value where NAME says it
// is one (password, passwd, secret, token, api key, credential, private key), --password=…,
// --password …, -pVALUE of the mysql tools, user:password@ in a URL, Authorization/Bearer values.
// Line structure is kept: the number of LF does not change.
[[nodiscard]] std::string redact(std::string_view text);

}  // namespace cronmend
