#include "incident_book.hpp"

#include <algorithm>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "incident_writer.hpp"

namespace cronmend::reconcile {

using incident::Incident;

namespace {

// A write of this incident's failed, and none is outstanding any more.
void end_trouble(Incident& incident, const ZonedTime& now) {
    incident.trouble = incident::Trouble::drift;
    incident.error.clear();
    incident.offered.clear();
    settle_headline(incident);
    add_event(incident, now, "cronmend",
              "the write that failed is not outstanding any more; what is left is told and left "
              "alone");
}

}  // namespace

Result<std::vector<Incident>> IncidentBook::open() {
    store::IncidentFilter filter;
    filter.status = incident::Status::open;
    filter.table = task_.name;
    return services_.store.incidents(filter);
}

void IncidentBook::touch(const std::string& id) {
    if (std::find(touched_.begin(), touched_.end(), id) == touched_.end()) {
        touched_.push_back(id);
    }
}

Result<Incident> IncidentBook::continued(Incident fresh) {
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    const auto same = std::find_if(known->begin(), known->end(),
                                   [&](const Incident& one) { return covers(one, fresh); });
    return same == known->end() ? std::move(fresh) : std::move(*same);
}

Result<std::vector<Incident>> IncidentBook::settled(const std::vector<plan::Change>& remaining,
                                                    const TableState& state, const ZonedTime& now) {
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    std::vector<Incident> settled;
    for (Incident& incident : *known) {
        if (still_off(incident, remaining)) {
            if (incident.trouble != incident::Trouble::drift) {
                end_trouble(incident, now);
                settled.push_back(std::move(incident));
            }
            continue;
        }
        incident.verified = true;
        if (state.unfinished && state.unfinished->took &&
            incident.snapshot == state.unfinished->snapshot.id) {
            incident.actions.push_back(
                "Repaired the table: " + state.unfinished->snapshot.summary +
                ". The pass that did it was ended before it could say so; this one read the table "
                "again and found it as declared.");
            resolve(incident, now, "the table, read again, shows the repair");
        } else {
            resolve(incident, now, "found in order again; cronmend did not have to write");
        }
        settled.push_back(std::move(incident));
    }
    return settled;
}

Result<void> IncidentBook::tell(const plan::TablePlan& plan, const TableState& state,
                                const ZonedTime& now) {
    auto fresh = drift_incident(task_, plan, state.memory, now, services_);
    if (!fresh) {
        return {};
    }
    auto incident = continued(*fresh);
    if (!incident) {
        return unexpected(incident.error());
    }
    touch(incident->id);
    if (incident->id != fresh->id) {
        return {};
    }
    if (auto recorded = services_.store.record(*incident); !recorded) {
        return recorded;
    }
    services_.witness.done(Effect::recorded);
    put_report(*incident);
    services_.witness.done(Effect::reported_open);
    return {};
}

void IncidentBook::tell_unreadable(const Error& error, const ZonedTime& now) {
    auto incident = continued(unreadable_incident(task_, error, now, services_));
    if (!incident) {
        return;
    }
    incident->error = redact(to_string(error));
    if (services_.store.record(*incident)) {
        put_report(*incident);
    }
}

void IncidentBook::draft_report(const Incident& incident) {
    touch(incident.id);
    static_cast<void>(services_.reports.put(incident));
}

void IncidentBook::put_report(const Incident& incident) {
    touch(incident.id);
    if (services_.reports.put(incident)) {
        static_cast<void>(services_.store.mark_reported(incident));
    }
}

}  // namespace cronmend::reconcile
