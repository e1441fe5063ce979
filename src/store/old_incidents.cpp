#include "old_incidents.hpp"

#include "cronmend/store/store.hpp"

namespace cronmend::store {

std::vector<std::string> read_outdated(Database& database, std::string_view table,
                                       const ZonedTime& now) {
    Statement rows{database,
                   "SELECT id FROM (SELECT id, number, created, row_number() OVER newest AS place, "
                   "sum(bytes) OVER newest AS bytes FROM incidents WHERE table_name = ? AND "
                   "status = 'resolved' WINDOW newest AS (ORDER BY number DESC)) WHERE place > ? "
                   "AND (bytes > ? OR (place > ? AND created < ?)) ORDER BY number"};
    rows.put(table)
        .put(kIncidentsAlwaysKept)
        .put(kIncidentBytes)
        .put(kIncidentsKept)
        .put((now.instant - kIncidentAge).time_since_epoch().count());
    std::vector<std::string> ids;
    while (rows.step()) {
        ids.push_back(rows.take_bytes());
    }
    return ids;
}

void drop_incidents(Database& database, const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
        Statement drop{database, "DELETE FROM incidents WHERE id = ? AND status = 'resolved'"};
        drop.put(id).run();
    }
}

}  // namespace cronmend::store
