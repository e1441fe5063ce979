// Snapshots in their table. For use inside a transaction; failures stick to the database.
#pragma once

#include <optional>
#include <vector>

#include "cronmend/store/store.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

[[nodiscard]] std::optional<Snapshot> read_snapshot(Database& database, std::int64_t id);
// The newest one whose outcome is pending.
[[nodiscard]] std::optional<Snapshot> read_pending(Database& database, std::string_view table);
// Newest first.
[[nodiscard]] std::vector<Snapshot> read_snapshots(Database& database, std::string_view table,
                                                   std::size_t limit);
// Gives its id; the one inside the value is not looked at.
[[nodiscard]] std::int64_t add_snapshot(Database& database, const Snapshot& snapshot);
// Takes out of the table's history what is not to be kept at this time (see kSnapshotsAlwaysKept).
void drop_old_snapshots(Database& database, std::string_view table, const ZonedTime& now);
// Error not_found if there is no such snapshot.
void end_snapshot(Database& database, std::int64_t id, Outcome outcome);

}  // namespace cronmend::store
