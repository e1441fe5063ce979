// Incidents that a machine could have had, for the golden reports.
#pragma once

#include <string>

#include "cronmend/incident/incident.hpp"

namespace cronmend::test {

// Seconds after 2025-11-02 12:43:10 CET.
[[nodiscard]] ZonedTime at(long seconds);

[[nodiscard]] incident::Member backup(const std::string& name, const std::string& hour);

[[nodiscard]] incident::Incident three_backups_missing();
[[nodiscard]] incident::Incident never_installed();
[[nodiscard]] incident::Incident open_unreadable();
[[nodiscard]] incident::Incident open_rejected();
[[nodiscard]] incident::Incident changed_and_disabled();
[[nodiscard]] incident::Incident only_watched();
// `bait` in every field that holds words.
[[nodiscard]] incident::Incident all_fields_are(const std::string& bait);

}  // namespace cronmend::test
