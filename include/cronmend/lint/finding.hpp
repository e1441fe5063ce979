// One thing that lint has to say about a place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/diagnostic.hpp"

namespace cronmend::lint {

struct Finding {
    std::string code;  // of the rule
    DiagnosticSeverity severity = DiagnosticSeverity::warning;
    std::string summary;   // what is so, here; one sentence without a full stop, without secrets
    std::string mend;      // may be empty
    SourceLocation where;  // columns count characters; line 0: the file as a whole
    std::string job;       // the declared job's id; empty in a crontab

    friend bool operator==(const Finding&, const Finding&) = default;
};

using Findings = std::vector<Finding>;

}  // namespace cronmend::lint
