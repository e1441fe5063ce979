#include "snapshots.hpp"

#include <fmt/format.h>

#include "values.hpp"

namespace cronmend::store {
namespace {

constexpr std::string_view kSnapshotColumns =
    "id, user, table_name, time, time_offset, time_zone, occasion, outcome, before, after, "
    "after_absent, summary";

Snapshot take_snapshot(Database& database, Statement& row) {
    Snapshot snapshot;
    snapshot.id = row.take_integer();
    snapshot.user = row.take_bytes();
    snapshot.table = row.take_bytes();
    snapshot.time = take_time(row);
    snapshot.occasion = take_word<Occasion>(database, row);
    snapshot.outcome = take_word<Outcome>(database, row);
    snapshot.before = row.take_optional_bytes();
    snapshot.after = row.take_bytes();
    snapshot.after_absent = row.take_integer() != 0;
    snapshot.summary = row.take_bytes();
    return snapshot;
}

}  // namespace

std::optional<Snapshot> read_snapshot(Database& database, std::int64_t id) {
    Statement row{database, fmt::format("SELECT {} FROM snapshots WHERE id = ?", kSnapshotColumns)};
    row.put(id);
    return row.step() ? std::optional{take_snapshot(database, row)} : std::nullopt;
}

std::optional<Snapshot> read_pending(Database& database, std::string_view table) {
    Statement row{database, fmt::format("SELECT {} FROM snapshots WHERE outcome = 'pending' AND "
                                        "table_name = ? ORDER BY id DESC LIMIT 1",
                                        kSnapshotColumns)};
    row.put(table);
    return row.step() ? std::optional{take_snapshot(database, row)} : std::nullopt;
}

std::vector<Snapshot> read_snapshots(Database& database, std::string_view table,
                                     std::size_t limit) {
    Statement rows{
        database, fmt::format("SELECT {} FROM snapshots {} ORDER BY id DESC LIMIT ?",
                              kSnapshotColumns, table.empty() ? "" : "WHERE table_name IN (?, ?)")};
    if (!table.empty()) {
        rows.put(table).put("crontab of " + std::string{table});
    }
    rows.put(limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(limit));
    std::vector<Snapshot> snapshots;
    while (rows.step()) {
        snapshots.push_back(take_snapshot(database, rows));
    }
    return snapshots;
}

std::int64_t add_snapshot(Database& database, const Snapshot& snapshot) {
    Statement insert{database,
                     "INSERT INTO snapshots(user, table_name, time, time_offset, time_zone, "
                     "occasion, outcome, before, after, after_absent, summary) "
                     "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    insert.put(snapshot.user).put(snapshot.table);
    put_time(insert, snapshot.time);
    insert.put(to_string(snapshot.occasion)).put(to_string(snapshot.outcome));
    if (snapshot.before) {
        insert.put(Blob{*snapshot.before});
    } else {
        insert.put_null();
    }
    insert.put(Blob{snapshot.after})
        .put(std::int64_t{snapshot.after_absent})
        .put(snapshot.summary)
        .run();
    return database.last_id();
}

void drop_old_snapshots(Database& database, std::string_view table, const ZonedTime& now) {
    // The first row that need not be kept, from an index alone: nearly always there is none.
    Statement beyond{
        database,
        "SELECT id FROM snapshots WHERE table_name = ? ORDER BY id DESC LIMIT 1 OFFSET "
        "?"};
    beyond.put(table).put(kSnapshotsAlwaysKept);
    if (!beyond.step()) {
        return;
    }
    const std::int64_t first = beyond.take_integer();
    Statement drop{database,
                   "DELETE FROM snapshots WHERE id IN (SELECT id FROM (SELECT id, time, outcome, "
                   "sum(length(after) + coalesce(length(before), 0)) OVER (ORDER BY id DESC) AS "
                   "bytes FROM snapshots WHERE table_name = ?) WHERE id <= ? AND outcome <> "
                   "'pending' AND (time < ? OR bytes > ?)) AND id NOT IN (SELECT hold_snapshot "
                   "FROM tables WHERE hold_snapshot IS NOT NULL) AND id NOT IN (SELECT snapshot "
                   "FROM incidents WHERE status = 'open' AND snapshot IS NOT NULL)"};
    drop.put(table)
        .put(first)
        .put((now.instant - kSnapshotAge).time_since_epoch().count())
        .put(kSnapshotBytes)
        .run();
}

void end_snapshot(Database& database, std::int64_t id, Outcome outcome) {
    Statement update{database, "UPDATE snapshots SET outcome = ? WHERE id = ?"};
    update.put(to_string(outcome)).put(id).run();
    if (!database.failed() && sqlite3_changes(database.handle()) == 0) {
        database.fail({ErrorCode::not_found, fmt::format("there is no snapshot {}", id), ""});
    }
}

}  // namespace cronmend::store
