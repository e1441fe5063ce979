#include "snapshots.hpp"

#include <fmt/format.h>

#include "table_memory.hpp"
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
    Statement row{database, fmt::format("SELECT {}, intended FROM snapshots WHERE outcome = "
                                        "'pending' AND table_name = ? ORDER BY id DESC LIMIT 1",
                                        kSnapshotColumns)};
    row.put(table);
    if (!row.step()) {
        return std::nullopt;
    }
    Snapshot snapshot = take_snapshot(database, row);
    if (row.take_integer() != 0) {
        snapshot.intent = read_intent(database, snapshot.id);
    }
    return snapshot;
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
                     "occasion, outcome, before, after, after_absent, summary, intended) "
                     "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
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
        .put(std::int64_t{snapshot.intent.has_value()})
        .run();
    const std::int64_t id = database.last_id();
    if (snapshot.intent) {
        write_intent(database, id, *snapshot.intent);
    }
    return id;
}

void drop_old_snapshots(Database& database, std::string_view table, const ZonedTime& now) {
    Statement drop{database,
                   "DELETE FROM snapshots WHERE id IN (SELECT id FROM (SELECT id, time, outcome, "
                   "row_number() OVER newest AS place, "
                   "sum(length(after) + coalesce(length(before), 0)) OVER newest AS bytes "
                   "FROM snapshots WHERE table_name = ? WINDOW newest AS (ORDER BY id DESC)) "
                   "WHERE place > ? AND outcome <> 'pending' AND "
                   "(bytes > ? OR (place > ? AND time < ?))) AND id NOT IN (SELECT hold_snapshot "
                   "FROM tables WHERE hold_snapshot IS NOT NULL) AND id NOT IN (SELECT snapshot "
                   "FROM incidents WHERE status = 'open' AND snapshot IS NOT NULL)"};
    drop.put(table)
        .put(kSnapshotsAlwaysKept)
        .put(kSnapshotBytes)
        .put(kSnapshotsKept)
        .put((now.instant - kSnapshotAge).time_since_epoch().count())
        .run();
}

void end_snapshot(Database& database, std::int64_t id, Outcome outcome) {
    Statement update{database, "UPDATE snapshots SET outcome = ?, intended = 0 WHERE id = ?"};
    update.put(to_string(outcome)).put(id).run();
    if (!database.failed() && sqlite3_changes(database.handle()) == 0) {
        database.fail({ErrorCode::not_found, fmt::format("there is no snapshot {}", id), ""});
    }
    drop_intent(database, id);
}

}  // namespace cronmend::store
