// What cronmend remembers, in one SQLite file (`cronmend.db`, schema in docs/store.md). Every
// function that writes is one transaction and is on disk when it returns.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/incident/incident.hpp"
#include "cronmend/plan/plan.hpp"

namespace cronmend::store {

// Why a crontab was about to be written, or its text kept.
enum class Occasion {
    repair,
    rollout,
    rollback,
    loss,  // none of ours: others' lines of the last pass are gone, and `before` is that table
};
[[nodiscard]] std::string_view to_string(Occasion occasion);

// How the write ended.
enum class Outcome {
    pending,   // recorded, the write not yet confirmed (the pass may have been killed)
    verified,  // read again, the table showed it
    failed,    // refused, or not shown when read again
    dropped,   // not written: the table had moved
    unproved,  // the pass was ended, and the table changed again before the next one could read it
};
[[nodiscard]] std::string_view to_string(Outcome outcome);

// What is to be remembered of a table once a write to it has taken; see TableMemory.
struct Intent {
    std::vector<plan::AppliedEntry> applied;
    std::vector<plan::RetiredJob> retired;

    friend bool operator==(const Intent&, const Intent&) = default;
};

// A table as it was before a write: a row of `cronmend history`.
struct Snapshot {
    std::int64_t id = 0;  // given by the store, rising
    std::string user;
    std::string table;  // the table's key, see TableMemory
    ZonedTime time;
    Occasion occasion = Occasion::repair;
    Outcome outcome = Outcome::pending;
    std::optional<std::string> before;  // raw bytes; nothing: there was no table
    std::string after;                  // raw bytes offered; for a rollback to "no table": empty
    bool after_absent = false;          // the write removed the table
    std::string summary;                // "3 installed", one line
    // For the pass that finds the row pending; newest_pending() alone gives it. Nothing: the write
    // leaves in mind what was there.
    std::optional<Intent> intent;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

// A table that was rolled back: what the rollback brought is left alone until it is released.
struct Hold {
    std::string table;
    std::int64_t snapshot = 0;  // the history row that the rollback made; its `after` is the text
    ZonedTime since;

    friend bool operator==(const Hold&, const Hold&) = default;
};

// How much of a table's history is kept: the newest rows, and beyond them what is young enough, as
// long as the texts of all of them together are not too large, which whoever owns the table
// decides. The very newest, and what a hold, an open incident or an unfinished pass needs, in any
// case.
inline constexpr std::int64_t kSnapshotsAlwaysKept = 5;
inline constexpr std::int64_t kSnapshotsKept = 50;
inline constexpr Seconds kSnapshotAge{90L * 24 * 3600};
inline constexpr std::int64_t kSnapshotBytes = 64L << 20;

// The same of its resolved incidents, but for the size, which is about that of their texts. Open
// ones are kept in any case.
inline constexpr std::int64_t kIncidentsAlwaysKept = 5;
inline constexpr std::int64_t kIncidentsKept = 200;
inline constexpr Seconds kIncidentAge{365L * 24 * 3600};
inline constexpr std::int64_t kIncidentBytes = 16L << 20;

// What is known of one table from earlier passes. `table` is the key everywhere below: a user name
// for a crontab, the absolute path for --crontab-file.
struct TableMemory {
    std::vector<plan::AppliedEntry> applied;
    std::optional<ZonedTime> last_pass;    // that was done with the table; see AppliedEntry
    std::optional<std::string> last_seen;  // the table's text when a pass was last done with it
    std::optional<Hold> hold;
    std::vector<plan::Suspect> suspects;
    std::vector<plan::RetiredJob> retired;

    friend bool operator==(const TableMemory&, const TableMemory&) = default;
};

struct IncidentFilter {
    std::optional<incident::Status> status;
    std::string table;      // the key or the name ("root", "crontab of root"); empty: all
    std::size_t limit = 0;  // 0: all
    std::string except;     // the id of one that is left out; empty: none
};

// The part that a dry run needs. Nothing it does changes a byte on disk.
class Memory {
public:
    virtual ~Memory() = default;

    [[nodiscard]] virtual Result<TableMemory> recall(std::string_view table) = 0;
    // Every table that has applied entries, or stands as a rollback made it.
    [[nodiscard]] virtual Result<std::vector<std::string>> tables() = 0;
    [[nodiscard]] virtual Result<std::optional<Snapshot>> snapshot(std::int64_t id) = 0;
    // The newest row of the table whose outcome is pending.
    [[nodiscard]] virtual Result<std::optional<Snapshot>> newest_pending(
        std::string_view table) = 0;
    // Newest first. `table`: the key or the name; empty: of all. `limit` 0: all.
    [[nodiscard]] virtual Result<std::vector<Snapshot>> snapshots(std::string_view table,
                                                                  std::size_t limit) = 0;
    [[nodiscard]] virtual Result<std::optional<incident::Incident>> incident(
        std::string_view id) = 0;
    // Newest first.
    [[nodiscard]] virtual Result<std::vector<incident::Incident>> incidents(
        const IncidentFilter& filter) = 0;
    // The encoded declaration kept under this key; nothing if another or none is kept.
    [[nodiscard]] virtual Result<std::optional<std::string>> cached_declaration(
        std::string_view key) = 0;
};

class Store : public Memory {
public:
    // Before a write: the snapshot (its id is given back; outcome pending) and, for drift or
    // trouble, the incident with that snapshot's id in it, in one transaction. An incident whose
    // id is known replaces the stored one. What is too old of the table's history goes.
    [[nodiscard]] virtual Result<std::int64_t> record(const Snapshot& snapshot,
                                                      const incident::Incident* incident) = 0;
    // An incident without a write (a table that cannot be read, drift that is only reported).
    [[nodiscard]] virtual Result<void> record(const incident::Incident& incident) = 0;

    // How a write, or a pass without one, ended. One transaction.
    struct Ending {
        std::string table;
        std::optional<std::int64_t> snapshot;
        Outcome outcome = Outcome::verified;
        std::vector<incident::Incident> incidents;               // to be replaced
        std::optional<std::vector<plan::AppliedEntry>> applied;  // nothing: as they were
        std::optional<std::vector<plan::Suspect>> suspects;      // nothing: as they were
        std::optional<std::vector<plan::RetiredJob>> retired;    // nothing: as they were
        std::optional<ZonedTime> last_pass;                      // nothing: not done with the table
        std::optional<std::string> last_seen;                    // nothing: as it was
        std::optional<std::optional<Hold>> hold;                 // nothing: as it was
    };
    [[nodiscard]] virtual Result<void> conclude(const Ending& ending) = 0;

    // Takes out what is remembered of a table, its history aside, in which a row that was pending
    // becomes unproved. The incidents are replaced. One transaction.
    [[nodiscard]] virtual Result<void> forget(std::string_view table,
                                              const std::vector<incident::Incident>& incidents) = 0;

    // Incidents whose report file does not yet tell their present state.
    [[nodiscard]] virtual Result<std::vector<incident::Incident>> unreported() = 0;
    [[nodiscard]] virtual Result<void> mark_reported(const incident::Incident& incident) = 0;

    // Ids of the resolved incidents of a table, by its name, that are not kept any longer. The
    // oldest first.
    [[nodiscard]] virtual Result<std::vector<std::string>> outdated(std::string_view table,
                                                                    const ZonedTime& now) = 0;
    // Takes them out, but for those that are open.
    [[nodiscard]] virtual Result<void> drop(const std::vector<std::string>& ids) = 0;

    [[nodiscard]] virtual Result<void> cache_declaration(std::string_view key,
                                                         std::string_view bytes) = 0;
};

// Opens or makes the database (mode 0600) in a folder that exists. Error corrupt if the file is no
// database of ours, unsupported if a newer cronmend wrote it.
[[nodiscard]] Result<std::unique_ptr<Store>> open(const std::string& path);

// The same store without a file, for tests and for trying things: it ends with its object.
[[nodiscard]] Result<std::unique_ptr<Store>> open_in_memory();

// For a dry run: creates nothing, changes nothing, not even beside the file. A file that does not
// exist is an empty memory.
[[nodiscard]] Result<std::unique_ptr<Memory>> open_read_only(const std::string& path);

}  // namespace cronmend::store
