#include "incidents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/text.hpp"
#include "values.hpp"

namespace cronmend::store {
namespace {

using incident::Incident;
using incident::Member;

constexpr std::string_view kIncidentColumns =
    "number, id, status, trouble, severity, category, title, user, table_name, host, "
    "created, created_offset, created_zone, resolved, resolved_offset, resolved_zone, snapshot, "
    "error, offered, verified, cause_confidence, cause_statement, missed_runs_known, "
    "last_success, last_success_offset, last_success_zone, show_command, diff_command, "
    "record_options, bytes";

// What of an incident another table knows: whether the snapshot is that of no table.
constexpr std::string_view kIncidentLookUps =
    "EXISTS(SELECT 1 FROM snapshots WHERE snapshots.id = incidents.snapshot AND before IS NULL)";

constexpr std::string_view kMemberColumns =
    "job, entry, kind, action, cause, before, after, reason, schedule, description, system, "
    "runbook, severity, last_seen, last_seen_offset, last_seen_zone, source, more";

Member take_member(Database& database, Statement& row) {
    Member member;
    member.job = row.take_bytes();
    member.index = static_cast<std::size_t>(row.take_integer());
    member.kind = take_word<plan::DriftKind>(database, row);
    member.action = take_word<plan::Action>(database, row);
    member.cause = take_word<plan::Cause>(database, row);
    member.before = row.take_optional_bytes();
    member.after = row.take_optional_bytes();
    member.reason = row.take_bytes();
    member.schedule = row.take_bytes();
    member.description = row.take_bytes();
    member.system = row.take_bytes();
    member.runbook = row.take_bytes();
    member.severity = take_word<Severity>(database, row);
    member.last_seen = take_optional_time(row);
    member.source = row.take_bytes();
    member.more = static_cast<std::size_t>(row.take_integer());
    return member;
}

// The member lasts until the row is in, as all that a list holds.
void put_member(Statement& statement, const Member& member) {
    const auto put_optional = [&](const std::optional<std::string>& text) {
        text ? statement.put_kept(*text) : statement.put_null();
    };
    statement.put_kept(member.job)
        .put(static_cast<std::int64_t>(member.index))
        .put_kept(to_string(member.kind))
        .put_kept(to_string(member.action))
        .put_kept(to_string(member.cause));
    put_optional(member.before);
    put_optional(member.after);
    statement.put_kept(member.reason)
        .put_kept(member.schedule)
        .put_kept(member.description)
        .put_kept(member.system)
        .put_kept(member.runbook)
        .put_kept(to_string(member.severity));
    put_time(statement, member.last_seen);
    statement.put_kept(member.source).put(static_cast<std::int64_t>(member.more));
}

// The incident's own row, behind its number.
Incident take_incident(Database& database, Statement& row, bool& missed_runs_known) {
    Incident found;
    found.id = row.take_bytes();
    found.status = take_word<incident::Status>(database, row);
    found.trouble = take_word<incident::Trouble>(database, row);
    found.severity = take_word<Severity>(database, row);
    found.category = row.take_bytes();
    found.title = row.take_bytes();
    found.user = row.take_bytes();
    found.table = row.take_bytes();
    found.host = row.take_bytes();
    found.created = take_time(row);
    found.resolved = take_optional_time(row);
    if (row.next_is_null()) {
        row.skip(1);
    } else {
        found.snapshot = row.take_integer();
    }
    found.error = row.take_bytes();
    found.offered = row.take_bytes();
    found.verified = row.take_integer() != 0;
    found.cause.confidence = take_word<incident::Confidence>(database, row);
    found.cause.statement = row.take_bytes();
    missed_runs_known = row.take_integer() != 0;
    found.last_successful_run = take_optional_time(row);
    found.show_command = row.take_bytes();
    found.diff_command = row.take_bytes();
    found.record_options = row.take_bytes();
    row.skip(1);
    found.was_no_table = row.take_integer() != 0;
    return found;
}

// About as many as its texts take in the file.
std::int64_t bytes_of(const Incident& incident) {
    std::size_t bytes = incident.error.size() + incident.offered.size();
    for (const Member& member : incident.members) {
        bytes += (member.before ? member.before->size() : 0) +
                 (member.after ? member.after->size() : 0) + member.reason.size();
    }
    for (const incident::Event& event : incident.events) {
        bytes += event.text.size();
    }
    for (const std::string& action : incident.actions) {
        bytes += action.size();
    }
    return static_cast<std::int64_t>(bytes);
}

void put_incident(Statement& statement, const Incident& incident) {
    statement.put(incident.id)
        .put(to_string(incident.status))
        .put(to_string(incident.trouble))
        .put(to_string(incident.severity))
        .put(incident.category)
        .put(incident.title)
        .put(incident.user)
        .put(incident.table)
        .put(incident.host);
    put_time(statement, incident.created);
    put_time(statement, incident.resolved);
    statement.put(incident.snapshot)
        .put(incident.error)
        .put(incident.offered)
        .put(std::int64_t{incident.verified})
        .put(to_string(incident.cause.confidence))
        .put(incident.cause.statement)
        .put(std::int64_t{incident.missed_runs.has_value()});
    put_time(statement, incident.last_successful_run);
    statement.put(incident.show_command)
        .put(incident.diff_command)
        .put(incident.record_options)
        .put(bytes_of(incident));
}

// Reads the lists of one incident after another with the same statements.
class ListReader {
public:
    explicit ListReader(Database& database)
        : database_(database),
          members_(database, fmt::format("SELECT {} FROM incident_members WHERE incident = ? "
                                         "ORDER BY position",
                                         kMemberColumns)),
          events_(database,
                  "SELECT time, time_offset, time_zone, source, text FROM incident_events "
                  "WHERE incident = ? ORDER BY position"),
          missed_(database,
                  "SELECT time, time_offset, time_zone FROM incident_missed_runs "
                  "WHERE incident = ? ORDER BY position"),
          actions_(database, text_query("incident_actions")),
          evidence_(database, text_query("incident_evidence")),
          notes_(database, text_query("incident_notes")),
          sources_(database, text_query("incident_sources")) {}

    void read_into(Incident& incident, std::int64_t number, bool missed_runs_known) {
        each(members_, number,
             [&] { incident.members.push_back(take_member(database_, members_)); });
        each(events_, number, [&] {
            const ZonedTime time = take_time(events_);
            std::string source = events_.take_bytes();
            incident.events.push_back({time, std::move(source), events_.take_bytes()});
        });
        if (missed_runs_known) {
            incident.missed_runs.emplace();
            each(missed_, number, [&] { incident.missed_runs->push_back(take_time(missed_)); });
        }
        each(actions_, number, [&] { incident.actions.push_back(actions_.take_bytes()); });
        each(evidence_, number, [&] { incident.cause.evidence.push_back(evidence_.take_bytes()); });
        each(notes_, number, [&] { incident.notes.push_back(notes_.take_bytes()); });
        each(sources_, number, [&] { incident.sources.push_back(sources_.take_bytes()); });
    }

private:
    static std::string text_query(std::string_view table) {
        return fmt::format("SELECT text FROM {} WHERE incident = ? ORDER BY position", table);
    }

    template <class F>
    static void each(Statement& statement, std::int64_t number, F take) {
        statement.put(number);
        while (statement.step()) {
            take();
        }
        statement.run();  // ready for the next incident
    }

    Database& database_;
    Statement members_, events_, missed_, actions_, evidence_, notes_, sources_;
};

std::vector<Incident> read_all(Database& database, Statement& rows) {
    std::vector<Incident> incidents;
    std::optional<ListReader> lists;
    while (rows.step()) {
        const std::int64_t number = rows.take_integer();
        bool missed_runs_known = false;
        Incident incident = take_incident(database, rows, missed_runs_known);
        if (!lists) {
            lists.emplace(database);
        }
        lists->read_into(incident, number, missed_runs_known);
        incidents.push_back(std::move(incident));
    }
    return incidents;
}

// Where a list of an incident is stored, and what makes a row of one of its members.
struct StoredList {
    std::int64_t incident;
    const char* table;
    std::string_view insert;  // what stands behind the table's name: columns, if any, and VALUES
};

// Brings one list of an incident from what is stored to what it is now. Lists grow at their ends:
// what stands there already stays, and only the rest is written.
template <class T, class Put>
void write_list(Database& database, const StoredList& list, const std::vector<T>& stored,
                const std::vector<T>& now, const Put& put) {
    const bool grown =
        stored.size() <= now.size() && std::equal(stored.begin(), stored.end(), now.begin());
    if (!grown) {
        Statement remove{database, fmt::format("DELETE FROM {} WHERE incident = ?", list.table)};
        remove.put(list.incident).run();
    }
    std::size_t position = grown ? stored.size() : 0;
    if (position == now.size()) {
        return;
    }
    Statement row{database, fmt::format("INSERT INTO {} {}", list.table, list.insert)};
    for (; position < now.size(); ++position) {
        row.put(list.incident).put(static_cast<std::int64_t>(position));
        put(row, now[position]);
        row.run();
    }
}

void put_text(Statement& row, const std::string& text) {
    row.put_kept(text);
}

void put_event(Statement& row, const incident::Event& event) {
    put_time(row, event.time);
    row.put_kept(event.source).put_kept(event.text);
}

void write_lists(Database& database, std::int64_t number, const Incident& stored,
                 const Incident& now) {
    const std::string columns = fmt::format(
        "(incident, position, {}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?)",
        kMemberColumns);
    write_list(database, {number, "incident_members", columns}, stored.members, now.members,
               put_member);
    write_list(database, {number, "incident_events", "VALUES(?, ?, ?, ?, ?, ?, ?)"}, stored.events,
               now.events, put_event);
    const std::vector<ZonedTime> none;
    write_list(database, {number, "incident_missed_runs", "VALUES(?, ?, ?, ?, ?)"},
               stored.missed_runs.value_or(none), now.missed_runs.value_or(none),
               [](Statement& row, const ZonedTime& time) { put_time(row, time); });
    constexpr std::string_view kTexts = "VALUES(?, ?, ?)";
    write_list(database, {number, "incident_actions", kTexts}, stored.actions, now.actions,
               put_text);
    write_list(database, {number, "incident_evidence", kTexts}, stored.cause.evidence,
               now.cause.evidence, put_text);
    write_list(database, {number, "incident_notes", kTexts}, stored.notes, now.notes, put_text);
    write_list(database, {number, "incident_sources", kTexts}, stored.sources, now.sources,
               put_text);
}

std::int64_t number_of(Database& database, std::string_view id) {
    Statement query{database, "SELECT number FROM incidents WHERE id = ?"};
    query.put(id);
    return query.step() ? query.take_integer() : 0;
}

// The row keeps its number, and so its place.
std::int64_t replace_row(Database& database, std::int64_t number, const Incident& incident) {
    Statement write{
        database, number != 0
                      ? fmt::format("UPDATE incidents SET reported = 0, ({}) = "
                                    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                    "?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE number = ?",
                                    kIncidentColumns.substr(kIncidentColumns.find("id")))
                      : fmt::format("INSERT INTO incidents({}) VALUES"
                                    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                                    "?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                    kIncidentColumns.substr(kIncidentColumns.find("id")))};
    put_incident(write, incident);
    if (number != 0) {
        write.put(number);
    }
    write.run();
    return number != 0 ? number : database.last_id();
}

}  // namespace

std::optional<Incident> read_incident(Database& database, std::string_view id) {
    Statement rows{database, fmt::format("SELECT {}, {} FROM incidents WHERE id = ?",
                                         kIncidentColumns, kIncidentLookUps)};
    rows.put(id);
    std::vector<Incident> found = read_all(database, rows);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

std::vector<Incident> read_incidents(Database& database, const IncidentFilter& filter) {
    std::string sql =
        fmt::format("SELECT {}, {} FROM incidents WHERE 1", kIncidentColumns, kIncidentLookUps);
    if (filter.status) {
        sql += " AND status = ?";
    }
    if (!filter.table.empty()) {
        sql += " AND table_name IN (?, ?)";
    }
    if (!filter.except.empty()) {
        sql += " AND id <> ?";
    }
    sql += " ORDER BY created DESC, number DESC LIMIT ?";
    Statement rows{database, sql};
    if (filter.status) {
        rows.put(to_string(*filter.status));
    }
    if (!filter.table.empty()) {
        rows.put(filter.table).put("crontab of " + filter.table);
    }
    if (!filter.except.empty()) {
        rows.put(filter.except);
    }
    rows.put(filter.limit == 0 ? std::int64_t{-1} : static_cast<std::int64_t>(filter.limit));
    return read_all(database, rows);
}

std::vector<Incident> read_unreported(Database& database) {
    Statement rows{database, fmt::format("SELECT {}, {} FROM incidents WHERE reported = 0 "
                                         "ORDER BY number",
                                         kIncidentColumns, kIncidentLookUps)};
    return read_all(database, rows);
}

void write_incident(Database& database, const Incident& incident, const Incident* known) {
    const std::int64_t number = number_of(database, incident.id);
    std::optional<Incident> read;
    if (number != 0 && known == nullptr) {
        read = read_incident(database, incident.id);
        known = read ? &*read : nullptr;
    }
    const Incident nothing;
    const Incident& stored = number != 0 && known != nullptr ? *known : nothing;
    if (number != 0 && stored == incident) {
        return;
    }
    write_lists(database, replace_row(database, number, incident), stored, incident);
}

void mark_incident_reported(Database& database, const Incident& incident, const Incident* known) {
    std::optional<Incident> read;
    if (known == nullptr) {
        read = read_incident(database, incident.id);
    }
    const Incident* const stored = known != nullptr ? known : read ? &*read : nullptr;
    if (stored == nullptr) {
        database.fail({ErrorCode::not_found,
                       fmt::format("there is no incident {}", printable(incident.id)), ""});
    } else if (*stored == incident) {
        Statement mark{database, "UPDATE incidents SET reported = 1 WHERE id = ?"};
        mark.put(incident.id).run();
    }
}

}  // namespace cronmend::store
