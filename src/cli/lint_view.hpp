// What lint found, for people and for programs.
#pragma once

#include <cstddef>
#include <string>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/lint/finding.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

struct LintCounts {
    std::size_t errors = 0, warnings = 0, notes = 0;
};
[[nodiscard]] LintCounts count(const lint::Findings& findings);

// A place, what is so, the code and the mend for each, and their numbers at the end; empty if there
// are none.
[[nodiscard]] std::string show_findings(const lint::Findings& findings, const Painter& paint);

// The form that docs/json.md describes. `unread`: why files could not be read.
[[nodiscard]] std::string findings_json(const lint::Findings& findings, const Diagnostics& unread);

// SARIF 2.1.0, as OASIS has it: one run, all rules with their help, relative paths as they are.
[[nodiscard]] std::string findings_sarif(const lint::Findings& findings, const Diagnostics& unread);

}  // namespace cronmend::cli
