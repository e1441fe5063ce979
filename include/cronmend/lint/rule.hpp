// The rules of `cronmend lint`: what each is called, how grave it is, why it matters.
#pragma once

#include <span>
#include <string_view>

#include "cronmend/base/diagnostic.hpp"

namespace cronmend::lint {

struct Rule {
    std::string_view code;  // [a-z-]+: stable, what people write behind `# cronmend: ignore`
    DiagnosticSeverity severity = DiagnosticSeverity::warning;  // unless the finding says otherwise
    std::string_view title;                                     // one line
    std::string_view help;                                      // why, and the mend; sentences
};

// By code, ascending. docs/lint.md and cronmend(1) list them too; a test holds them together.
[[nodiscard]] std::span<const Rule> rules();

// Null for a word that is no code.
[[nodiscard]] const Rule* find_rule(std::string_view code);

}  // namespace cronmend::lint
