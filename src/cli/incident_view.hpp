// Incidents for a person at a terminal.
#pragma once

#include <string>
#include <vector>

#include "cronmend/incident/incident.hpp"
#include "terminal.hpp"

namespace cronmend::cli {

// One line each, newest first, open ones told apart.
[[nodiscard]] std::string show_incidents(const std::vector<incident::Incident>& incidents,
                                         const Painter& paint);
// What a person needs at 3 a.m.: what was gone, for how long, what was done, what is left to do.
[[nodiscard]] std::string show_incident(const incident::Incident& incident,
                                        const std::string& options, const Painter& paint);

}  // namespace cronmend::cli
