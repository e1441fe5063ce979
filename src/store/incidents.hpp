// Incidents in their tables. For use inside a transaction; failures stick to the database.
#pragma once

#include <vector>

#include "cronmend/incident/incident.hpp"
#include "cronmend/store/store.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

[[nodiscard]] std::optional<incident::Incident> read_incident(Database& database,
                                                              std::string_view id);
// Newest first.
[[nodiscard]] std::vector<incident::Incident> read_incidents(Database& database,
                                                             const IncidentFilter& filter);
// Oldest first.
[[nodiscard]] std::vector<incident::Incident> read_unreported(Database& database);

// Adds it, or replaces the one with its id; an equal one is left as it is, reported or not. `known`
// is what is stored under that id, if the caller is certain; else it is read.
void write_incident(Database& database, const incident::Incident& incident,
                    const incident::Incident* known = nullptr);

// Marks it if it is stored just as given. Error not_found if its id is not known.
void mark_incident_reported(Database& database, const incident::Incident& incident,
                            const incident::Incident* known = nullptr);

}  // namespace cronmend::store
