#include "cronmend/base/diagnostic.hpp"

#include <algorithm>

#include "cronmend/base/mend.hpp"

namespace cronmend {

bool has_errors(const Diagnostics& diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == DiagnosticSeverity::error;
    });
}

std::string_view to_string(DiagnosticSeverity severity) {
    switch (severity) {
        case DiagnosticSeverity::error:
            return "error";
        case DiagnosticSeverity::warning:
            return "warning";
        case DiagnosticSeverity::note:
            return "note";
    }
    return "unknown";
}

std::string to_string(const SourceLocation& where) {
    std::string text = where.file;
    if (where.line != 0) {
        text += ':' + std::to_string(where.line);
        if (where.column != 0) {
            text += ':' + std::to_string(where.column);
        }
    }
    return text;
}

std::string to_string(const Diagnostic& diagnostic) {
    std::string text = to_string(diagnostic.where);
    if (!text.empty()) {
        text += ": ";
    }
    text += to_string(diagnostic.severity);
    text += ": " + diagnostic.summary;
    if (!diagnostic.mend.empty()) {
        text += "\n" + indented_mend(diagnostic.mend);
    }
    return text;
}

}  // namespace cronmend
