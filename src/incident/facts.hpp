// What an incident's fields say when they are put together; shared by the title and the report.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cronmend/incident/incident.hpp"

namespace cronmend::incident {

// "the crontab of root"; a path stays as it is.
[[nodiscard]] std::string table_name(const Incident& incident);
// True if the table is a user's crontab and no plain file.
[[nodiscard]] bool is_user_table(const Incident& incident);
[[nodiscard]] std::string capitalised(std::string text);

// Each affected job once, in the order of the members.
[[nodiscard]] std::vector<std::string> jobs_of(const Incident& incident);
[[nodiscard]] bool has_kind(const Incident& incident, plan::DriftKind kind);
// True if its entry is missing, and no record says that it was ever there.
[[nodiscard]] bool was_never_installed(const Member& member);
// True if there are members and each is only told, not touched.
[[nodiscard]] bool only_reported(const Incident& incident);

// Members that were last seen in order by the same pass (or never), in the order of their first.
struct Sighting {
    std::optional<ZonedTime> last_seen;
    std::vector<std::string> jobs;  // each once
};
[[nodiscard]] std::vector<Sighting> sightings_of(const Incident& incident);

// How long something lasted whose beginning is known only to lie between two passes.
struct Span {
    Seconds shortest{0};
    Seconds longest{0};
};
// "22 hours 16 minutes", "up to 22 hours", or "between 1 second and 22 hours 16 minutes".
[[nodiscard]] std::string to_string(const Span& span);

// True if the clock shows less at the end than at the beginning: no time between them is known.
[[nodiscard]] bool was_set_back(const Incident& incident, const Sighting& sighting);

// From the loss (between last_seen and detection) to the repair; nothing while either is
// unknown, or if the clock was set back.
[[nodiscard]] std::optional<Span> duration_of(const Incident& incident, const Sighting& sighting);

}  // namespace cronmend::incident
