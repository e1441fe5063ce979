// The report's sections. Each gives its heading and text, ends with LF and has no rule behind it.
#pragma once

#include <string>
#include <vector>

#include "cronmend/incident/incident.hpp"

namespace cronmend::incident {

// report.cpp: what happened
[[nodiscard]] std::string header_section(const Incident& incident);
[[nodiscard]] std::string problem_section(const Incident& incident);
[[nodiscard]] std::string impact_section(const Incident& incident);
[[nodiscard]] std::string cause_section(const Incident& incident);

// verification.cpp: what a reader runs to see for himself
[[nodiscard]] std::string verification_section(const Incident& incident);

// report_aftermath.cpp: what was done about it, and what to learn from it
[[nodiscard]] std::string resolution_section(const Incident& incident);
[[nodiscard]] std::string prevention_section(const Incident& incident);
[[nodiscard]] std::string documentation_section(const Incident& incident);
[[nodiscard]] std::string timeline_section(const Incident& incident);
[[nodiscard]] std::string lessons_section(const Incident& incident);

// "`a`, `b`"
[[nodiscard]] std::string code_list(const std::vector<std::string>& values);

}  // namespace cronmend::incident
