// The incident as a Markdown report, for people and their tools. Format version 1.
#pragma once

#include <string>

#include "cronmend/incident/incident.hpp"

namespace cronmend::incident {

// Sections, in this order: header (Status, Severity, Category, Created, Resolved), Problem
// Description, Impact Assessment, Root Cause, Resolution, Verification Steps, Prevention Measures,
// Related Documentation, Timeline, Lessons Learned. Values are escaped so that none of them can
// make a heading, a table cell or markup of its own. Ends with LF.
[[nodiscard]] std::string render_report(const Incident& incident);

}  // namespace cronmend::incident
