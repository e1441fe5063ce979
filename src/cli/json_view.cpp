#include "json_view.hpp"

#include <algorithm>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/time.hpp"
#include "json_text.hpp"
#include "table_names.hpp"

namespace cronmend::cli {
namespace {

using reconcile::TableOutcome;

Json optional_text(const std::optional<std::string>& text) {
    return text ? Json(json_safe(*text)) : Json(nullptr);
}

// Of a text that has no secrets in it any more.
Json told_text(const std::optional<std::string>& text) {
    return text ? Json(json_told(*text)) : Json(nullptr);
}

Json optional_time(const std::optional<ZonedTime>& time) {
    return time ? Json(format_rfc3339(*time)) : Json(nullptr);
}

Json change_json(const std::string& user, const plan::Change& change) {
    Json json{{"user", user},
              {"job", change.job},
              {"kind", plan::to_string(change.kind)},
              {"action", plan::to_string(change.action)},
              {"cause", plan::to_string(change.cause)},
              {"before", told_text(change.told_before)},
              {"after", told_text(change.told_after)},
              {"reason", json_message(change.reason)},
              {"line", change.line == 0 ? Json(nullptr) : Json(change.line)}};
    if (!change.timezone.empty()) {
        json["schedule"] = json_safe(change.schedule);
        json["timezone"] = change.timezone;
        json["here"] =
            change.zone_words.empty() ? Json(nullptr) : Json(json_safe(change.zone_words));
    }
    return json;
}

Json members_json(const incident::Incident& incident) {
    Json members = Json::array();
    for (const incident::Member& member : incident.members) {
        members.push_back({{"job", member.job},
                           {"kind", plan::to_string(member.kind)},
                           {"action", plan::to_string(member.action)},
                           {"cause", plan::to_string(member.cause)},
                           {"reason", json_message(member.reason)},
                           {"schedule", json_safe(member.schedule)},
                           {"before", optional_text(member.before)},
                           {"after", optional_text(member.after)},
                           {"severity", to_string(member.severity)},
                           {"last_seen", optional_time(member.last_seen)},
                           {"more", member.more}});
    }
    return members;
}

Json summary_of(const incident::Incident& incident) {
    return {{"id", incident.id},
            {"status", incident::to_string(incident.status)},
            {"severity", to_string(incident.severity)},
            {"category", incident.category},
            {"trouble", incident::to_string(incident.trouble)},
            {"title", json_safe(incident.title)},
            {"user", incident.user},
            {"table", json_safe(incident.table)},
            {"created", format_rfc3339(incident.created)},
            {"resolved", optional_time(incident.resolved)}};
}

Json texts(const std::vector<std::string>& lines) {
    Json list = Json::array();
    for (const std::string& line : lines) {
        list.push_back(json_safe(line));
    }
    return list;
}

Json messages(const std::vector<std::string>& sentences) {
    Json list = Json::array();
    for (const std::string& sentence : sentences) {
        list.push_back(json_message(sentence));
    }
    return list;
}

Json missed_json(const incident::Incident& incident) {
    if (!incident.missed_runs) {
        return nullptr;
    }
    Json list = Json::array();
    for (const ZonedTime& run : *incident.missed_runs) {
        list.push_back(format_rfc3339(run));
    }
    return list;
}

Json full_json(const incident::Incident& incident) {
    Json events = Json::array();
    for (const incident::Event& event : incident.events) {
        events.push_back({{"time", format_rfc3339(event.time)},
                          {"source", event.source},
                          {"event", json_message(event.text)}});
    }
    Json json = summary_of(incident);
    json["version"] = 1;
    json["host"] = incident.host;
    json["members"] = members_json(incident);
    json["snapshot"] = incident.snapshot ? Json(*incident.snapshot) : Json(nullptr);
    json["error"] = json_message(incident.error);
    json["actions"] = messages(incident.actions);
    json["verified"] = incident.verified;
    json["root_cause"] = {{"confidence", incident::to_string(incident.cause.confidence)},
                          {"statement", json_message(incident.cause.statement)},
                          {"evidence", messages(incident.cause.evidence)}};
    json["missed_runs"] = missed_json(incident);
    json["last_successful_run"] = optional_time(incident.last_successful_run);
    json["events"] = events;
    json["notes"] = texts(incident.notes);
    return json;
}

// Nothing was to be written, or it was; not so where all that is off is told or held.
bool is_carried_out(const TableOutcome& outcome) {
    return outcome.written || !outcome.plan || outcome.plan->in_sync();
}

bool is_proved(const TableOutcome& outcome) {
    return outcome.verified && is_carried_out(outcome);
}

bool is_applied(const TableOutcome& outcome) {
    return outcome.ending != reconcile::Ending::failed && is_carried_out(outcome);
}

Json ids_of(const reconcile::TableOutcome& outcome) {
    Json ids = Json::array();
    for (const reconcile::Mention& mention : outcome.incidents) {
        ids.push_back(mention.id);
    }
    return ids;
}

Json table_json(const reconcile::TableOutcome& outcome) {
    return {{"user", outcome.user},
            {"table", json_safe(outcome.name)},
            {"ending", reconcile::to_string(outcome.ending)},
            {"verified", is_proved(outcome)},
            {"snapshot", outcome.snapshot ? Json(*outcome.snapshot) : Json(nullptr)},
            {"incidents", ids_of(outcome)},
            {"lost", outcome.lost ? Json(*outcome.lost) : Json(nullptr)},
            {"held", outcome.hold.has_value()},
            {"error", outcome.error ? Json(json_message(outcome.error->message)) : Json(nullptr)}};
}

bool is_in_sync(const TableOutcome& outcome) {
    return outcome.ending == reconcile::Ending::in_order ||
           outcome.ending == reconcile::Ending::repaired;
}

// Each once, in the order of the tables.
Json incidents_of(const std::vector<TableOutcome>& outcomes) {
    Json ids = Json::array();
    for (const TableOutcome& outcome : outcomes) {
        for (const Json& id : ids_of(outcome)) {
            if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
                ids.push_back(id);
            }
        }
    }
    return ids;
}

Json first_snapshot(const std::vector<TableOutcome>& outcomes) {
    const auto found = std::ranges::find_if(
        outcomes, [](const TableOutcome& outcome) { return outcome.snapshot.has_value(); });
    return found == outcomes.end() ? Json(nullptr) : Json(*found->snapshot);
}

}  // namespace

std::string diff_json(const DiffResult& result) {
    Json changes = Json::array();
    Diagnostics diagnostics = result.diagnostics;
    bool in_sync = true;
    for (const plan::TablePlan& plan : result.plans) {
        in_sync = in_sync && plan.in_sync();
        for (const plan::Change& change : plan.changes) {
            changes.push_back(change_json(plan.user, change));
        }
        diagnostics.insert(diagnostics.end(), plan.diagnostics.begin(), plan.diagnostics.end());
    }
    return json_text({{"version", 1},
                      {"in_sync", in_sync && !has_errors(diagnostics)},
                      {"changes", changes},
                      {"diagnostics", diagnostics_json(diagnostics)}});
}

std::string apply_json(const std::vector<TableOutcome>& outcomes, const Diagnostics& diagnostics) {
    Json changes = Json::array();
    Json tables = Json::array();
    Diagnostics all = diagnostics;
    std::size_t foreign = 0;
    std::size_t lost = 0;
    for (const TableOutcome& outcome : outcomes) {
        if (outcome.plan) {
            for (const plan::Change& change : outcome.plan->changes) {
                changes.push_back(change_json(outcome.user, change));
            }
            foreign += outcome.plan->foreign_lines;
            lost += outcome.plan->foreign_lost;
            all.insert(all.end(), outcome.plan->diagnostics.begin(),
                       outcome.plan->diagnostics.end());
        }
        if (outcome.error) {
            all.push_back(as_diagnostic(*outcome.error, outcome.name));
        }
        tables.push_back(table_json(outcome));
    }
    const bool any = !outcomes.empty();
    return json_text({{"version", 1},
                      {"in_sync", std::ranges::all_of(outcomes, is_in_sync) && !has_errors(all)},
                      {"changes", changes},
                      {"diagnostics", diagnostics_json(all)},
                      {"applied", any && std::ranges::all_of(outcomes, is_applied)},
                      {"verified", any && std::ranges::all_of(outcomes, is_proved)},
                      {"incidents", incidents_of(outcomes)},
                      {"snapshot", first_snapshot(outcomes)},
                      {"foreign_lines_kept", foreign},
                      {"foreign_lines_lost", lost},
                      {"tables", tables}});
}

std::string incident_json(const incident::Incident& incident) {
    return json_text(full_json(incident));
}

std::string incidents_json(const std::vector<incident::Incident>& incidents) {
    Json list = Json::array();
    for (const incident::Incident& incident : incidents) {
        list.push_back(summary_of(incident));
    }
    return json_text({{"version", 1}, {"incidents", list}});
}

std::string history_json(const std::vector<store::Snapshot>& snapshots) {
    Json list = Json::array();
    for (const store::Snapshot& snapshot : snapshots) {
        list.push_back(
            {{"id", snapshot.id},
             {"user", snapshot.user},
             {"table", json_safe(table_name(snapshot.table))},
             {"time", format_rfc3339(snapshot.time)},
             {"occasion", store::to_string(snapshot.occasion)},
             {"outcome", snapshot.occasion == store::Occasion::loss
                             ? Json(nullptr)
                             : Json(store::to_string(snapshot.outcome))},
             {"summary", json_message(snapshot.summary)},
             {"bytes_before", snapshot.before ? Json(snapshot.before->size()) : Json(nullptr)}});
    }
    return json_text({{"version", 1}, {"history", list}});
}

std::string rollback_json(std::int64_t target, std::optional<std::int64_t> made,
                          const std::string& diff) {
    return json_text({{"version", 1},
                      {"target", target},
                      {"rolled_back", made.has_value()},
                      {"snapshot", made ? Json(*made) : Json(nullptr)},
                      {"diff", json_safe(diff)}});
}

std::string accept_json(const std::vector<std::string>& jobs, const std::string& diff,
                        const Diagnostics& diagnostics) {
    return json_text({{"version", 1},
                      {"accepted", texts(jobs)},
                      {"diff", json_safe(diff)},
                      {"diagnostics", diagnostics_json(diagnostics)}});
}
std::string import_json(const adopt::Import& import) {
    Json jobs = Json::array();
    for (const desired::Job& job : import.jobs) {
        Json schedules = Json::array();
        for (const desired::DeclaredSchedule& schedule : job.schedules) {
            schedules.push_back(schedule.text);
        }
        Json environment = Json::array();
        for (const auto& [name, value] : job.environment) {
            environment.push_back(
                {{"name", name},
                 {"value", json_safe(redact_table(name + "=" + value).substr(name.size() + 1))}});
        }
        jobs.push_back({{"id", job.id},
                        {"user", job.user},
                        {"timezone", job.timezone.empty() ? Json(nullptr) : Json(job.timezone)},
                        {"schedules", schedules},
                        {"command", json_safe(job.command)},
                        {"stdin", reads_secret_input(job.command) && job.standard_input
                                      ? Json("[redacted]")
                                      : optional_text(job.standard_input)},
                        {"raw", job.raw},
                        {"description", json_safe(job.description)},
                        {"enabled", job.enabled},
                        {"environment", environment}});
        if (!job.target.empty()) {
            jobs.back()["target"] = job.target;
        }
    }
    return json_text({{"version", 1},
                      {"jobs", jobs},
                      {"left_out", import.left_out},
                      {"diagnostics", diagnostics_json(import.diagnostics)}});
}

std::string error_json(const Diagnostics& diagnostics) {
    return json_text({{"version", 1}, {"diagnostics", diagnostics_json(diagnostics)}});
}

Diagnostic as_diagnostic(const Error& error, const std::string& table) {
    const std::string summary = table.empty() ? error.message : table + ": " + error.message;
    return {DiagnosticSeverity::error, summary, error.mend, {}};
}

}  // namespace cronmend::cli
