// A problem in what the user wrote, with its place and its mend. Diagnostics are collected, so
// that one run reports all of them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend {

// Where in a file; line and column count from 1, 0 means "not known".
struct SourceLocation {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;

    friend bool operator==(const SourceLocation&, const SourceLocation&) = default;
};

enum class DiagnosticSeverity { error, warning, note };

struct Diagnostic {
    DiagnosticSeverity severity = DiagnosticSeverity::error;
    std::string summary;  // what is wrong, quoting the offending text
    std::string mend;     // how to put it right; may be empty
    SourceLocation where;

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

[[nodiscard]] bool has_errors(const Diagnostics& diagnostics);
[[nodiscard]] std::string_view to_string(DiagnosticSeverity severity);
// "file:line:column", leaving out what is not known.
[[nodiscard]] std::string to_string(const SourceLocation& where);
// "file:line:column: error: summary" and, on a second line, the mend.
[[nodiscard]] std::string to_string(const Diagnostic& diagnostic);

}  // namespace cronmend
