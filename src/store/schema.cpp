#include "schema.hpp"

#include <fmt/format.h>

#include <array>

namespace cronmend::store {
namespace {

// kMigrations[n] leads from version n to n + 1. What is released is never edited, only added to.
constexpr std::array<const char*, kSchemaVersion> kMigrations{R"sql(
CREATE TABLE snapshots(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user TEXT NOT NULL, table_name TEXT NOT NULL,
  time INTEGER NOT NULL, time_offset INTEGER NOT NULL, time_zone TEXT NOT NULL,
  occasion TEXT NOT NULL, outcome TEXT NOT NULL,
  before BLOB, after BLOB NOT NULL, after_absent INTEGER NOT NULL,
  summary TEXT NOT NULL);
CREATE INDEX snapshots_by_table ON snapshots(table_name, id);
CREATE INDEX snapshots_pending ON snapshots(table_name, id) WHERE outcome = 'pending';

CREATE TABLE incidents(
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  reported INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL, trouble TEXT NOT NULL, severity TEXT NOT NULL, category TEXT NOT NULL,
  title TEXT NOT NULL, user TEXT NOT NULL, table_name TEXT NOT NULL, host TEXT NOT NULL,
  created INTEGER NOT NULL, created_offset INTEGER NOT NULL, created_zone TEXT NOT NULL,
  resolved INTEGER, resolved_offset INTEGER, resolved_zone TEXT,
  snapshot INTEGER,
  error TEXT NOT NULL, offered TEXT NOT NULL, verified INTEGER NOT NULL,
  cause_confidence TEXT NOT NULL, cause_statement TEXT NOT NULL,
  missed_runs_known INTEGER NOT NULL,
  last_success INTEGER, last_success_offset INTEGER, last_success_zone TEXT,
  show_command TEXT NOT NULL, diff_command TEXT NOT NULL);
CREATE INDEX incidents_by_time ON incidents(created, number);
CREATE INDEX incidents_unreported ON incidents(number) WHERE reported = 0;
CREATE INDEX incidents_open ON incidents(number) WHERE status = 'open';

CREATE TABLE incident_members(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  job TEXT NOT NULL, entry INTEGER NOT NULL,
  kind TEXT NOT NULL, action TEXT NOT NULL, cause TEXT NOT NULL,
  before TEXT, after TEXT, reason TEXT NOT NULL,
  schedule TEXT NOT NULL, description TEXT NOT NULL, system TEXT NOT NULL, runbook TEXT NOT NULL,
  severity TEXT NOT NULL,
  last_seen INTEGER, last_seen_offset INTEGER, last_seen_zone TEXT,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;

CREATE TABLE incident_events(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  time INTEGER NOT NULL, time_offset INTEGER NOT NULL, time_zone TEXT NOT NULL,
  source TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;

CREATE TABLE incident_missed_runs(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  time INTEGER NOT NULL, time_offset INTEGER NOT NULL, time_zone TEXT NOT NULL,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;

CREATE TABLE incident_actions(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;
CREATE TABLE incident_evidence(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;
CREATE TABLE incident_notes(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;

CREATE TABLE tables(
  key TEXT PRIMARY KEY,
  in_order INTEGER, in_order_offset INTEGER, in_order_zone TEXT,
  hold_snapshot INTEGER,
  hold_since INTEGER, hold_since_offset INTEGER, hold_since_zone TEXT,
  last_seen BLOB);

CREATE TABLE applied_entries(
  table_key TEXT NOT NULL, position INTEGER NOT NULL,
  job TEXT NOT NULL, entry INTEGER NOT NULL, line TEXT NOT NULL, environment TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY(table_key, position)) WITHOUT ROWID;

CREATE TABLE declaration_cache(
  number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL);

CREATE VIEW incident_list AS
  SELECT id, status, severity,
         datetime(created + created_offset, 'unixepoch') || ' ' || created_zone AS created,
         datetime(resolved + resolved_offset, 'unixepoch') || ' ' || resolved_zone AS resolved,
         table_name, title
  FROM incidents ORDER BY incidents.created DESC, number DESC;
CREATE VIEW history AS
  SELECT id, datetime(time + time_offset, 'unixepoch') || ' ' || time_zone AS time,
         table_name, occasion, outcome, summary
  FROM snapshots ORDER BY id DESC;
)sql",
                                                              R"sql(
ALTER TABLE applied_entries ADD COLUMN marked INTEGER NOT NULL DEFAULT 1;
)sql",
                                                              R"sql(
CREATE TABLE suspects(
  table_key TEXT NOT NULL, position INTEGER NOT NULL,
  job TEXT NOT NULL, entry INTEGER NOT NULL, line TEXT NOT NULL,
  PRIMARY KEY(table_key, position)) WITHOUT ROWID;
)sql",
                                                              R"sql(
ALTER TABLE incident_members ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN record_options TEXT NOT NULL DEFAULT '';
UPDATE incidents SET record_options = substr(diff_command, instr(diff_command, ' --config '))
  WHERE instr(diff_command, ' --config ') > 0;
UPDATE incidents SET record_options = substr(diff_command, instr(diff_command, ' --state-dir '))
  WHERE record_options = '' AND instr(diff_command, ' --state-dir ') > 0;
)sql",
                                                              R"sql(
ALTER TABLE applied_entries ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
ALTER TABLE applied_entries ADD COLUMN seen INTEGER;
ALTER TABLE applied_entries ADD COLUMN seen_offset INTEGER;
ALTER TABLE applied_entries ADD COLUMN seen_zone TEXT;
CREATE TABLE retired_jobs(
  table_key TEXT NOT NULL, position INTEGER NOT NULL, job TEXT NOT NULL,
  PRIMARY KEY(table_key, position)) WITHOUT ROWID;
)sql",
                                                              R"sql(
ALTER TABLE snapshots ADD COLUMN intended INTEGER NOT NULL DEFAULT 0;
CREATE TABLE intended_entries(
  snapshot INTEGER NOT NULL REFERENCES snapshots(id) ON DELETE CASCADE, position INTEGER NOT NULL,
  job TEXT NOT NULL, entry INTEGER NOT NULL, line TEXT NOT NULL, environment TEXT NOT NULL,
  source TEXT NOT NULL, marked INTEGER NOT NULL, stale INTEGER NOT NULL,
  seen INTEGER, seen_offset INTEGER, seen_zone TEXT,
  PRIMARY KEY(snapshot, position)) WITHOUT ROWID;
CREATE TABLE intended_retired_jobs(
  snapshot INTEGER NOT NULL REFERENCES snapshots(id) ON DELETE CASCADE, position INTEGER NOT NULL,
  job TEXT NOT NULL,
  PRIMARY KEY(snapshot, position)) WITHOUT ROWID;
)sql",
                                                              R"sql(
ALTER TABLE incident_members ADD COLUMN more INTEGER NOT NULL DEFAULT 0;
ALTER TABLE incidents ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
CREATE INDEX incidents_of_table ON incidents(table_name, number);
UPDATE incidents SET bytes = length(error) + length(offered) +
  coalesce((SELECT sum(length(coalesce(before, '')) + length(coalesce(after, '')) + length(reason))
            FROM incident_members WHERE incident = number), 0) +
  coalesce((SELECT sum(length(text)) FROM incident_events WHERE incident = number), 0) +
  coalesce((SELECT sum(length(text)) FROM incident_actions WHERE incident = number), 0);
)sql",
                                                              R"sql(
ALTER TABLE retired_jobs ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE intended_retired_jobs ADD COLUMN source TEXT NOT NULL DEFAULT '';
CREATE TABLE incident_sources(
  incident INTEGER NOT NULL REFERENCES incidents(number) ON DELETE CASCADE,
  position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY(incident, position)) WITHOUT ROWID;
)sql",
                                                              R"sql(
ALTER TABLE applied_entries ADD COLUMN declared TEXT NOT NULL DEFAULT '';
ALTER TABLE intended_entries ADD COLUMN declared TEXT NOT NULL DEFAULT '';
)sql"};

Error not_ours(const Database& database) {
    return {ErrorCode::corrupt,
            fmt::format("{} is a database, but not one of cronmend's", database.shown()),
            "name another state folder, or move that file away"};
}

Error too_new(const Database& database, std::int64_t version) {
    return {ErrorCode::unsupported,
            fmt::format("{} was written by a newer cronmend: its schema has version {}, and this "
                        "program knows {}",
                        database.shown(), version, kSchemaVersion),
            "use the newer cronmend, or name another state folder"};
}

}  // namespace

Result<SchemaState> inspect_schema(Database& database) {
    const std::int64_t version = database.number("PRAGMA user_version");
    const std::int64_t application = database.number("PRAGMA application_id");
    if (auto outcome = database.outcome(); !outcome) {
        return unexpected(outcome.error());
    }
    if (application == kApplicationId) {
        if (version > kSchemaVersion) {
            return unexpected(too_new(database, version));
        }
        if (version > 0) {
            return version == kSchemaVersion ? SchemaState::current : SchemaState::older;
        }
    }
    const bool bare = database.number("SELECT count(*) FROM sqlite_schema") == 0;
    if (auto outcome = database.outcome(); !outcome) {
        return unexpected(outcome.error());
    }
    if (application != 0 || version != 0 || !bare) {
        return unexpected(not_ours(database));
    }
    return SchemaState::empty;
}

Result<void> bring_up_to_date(Database& database) {
    Transaction transaction{database, Transaction::Kind::write};
    // Read again under the lock: another process may have done it in the meantime.
    const std::int64_t version = database.number("PRAGMA user_version");
    for (std::int64_t from = version; from < kSchemaVersion; ++from) {
        database.run(kMigrations[static_cast<std::size_t>(from)]);
    }
    database.run(fmt::format("PRAGMA user_version = {}; PRAGMA application_id = {}", kSchemaVersion,
                             kApplicationId)
                     .c_str());
    return transaction.finish();
}

}  // namespace cronmend::store
