// A declaration's text for people to read, without the secrets in its values.
#pragma once

#include <string>

namespace cronmend::desired {

// Like redact(), but value by value: one is known by its key even if that stands on another line,
// and is looked at as a whole however many lines it takes, in whatever quotes. A value on one line
// keeps all but its secrets; of one on several lines that holds any, each line is "[redacted]".
// Line structure is kept. What is no YAML is redacted as text alone.
[[nodiscard]] std::string redact_declaration(const std::string& text);

}  // namespace cronmend::desired
