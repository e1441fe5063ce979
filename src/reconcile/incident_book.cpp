#include "incident_book.hpp"

#include <algorithm>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "incident_writer.hpp"

namespace cronmend::reconcile {

using incident::Incident;

namespace {

// Ends a story about a repair, of which nothing is left to be carried out.
void end_repair(Incident& incident, const Remaining& remaining, const TableState& state,
                const ZonedTime& now) {
    if (incident.trouble == incident::Trouble::unreadable) {
        resolve(incident, now, "the table can be read again");
    } else if (state.unfinished && state.unfinished->took &&
               incident.snapshot == state.unfinished->snapshot.id) {
        incident.verified = true;
        incident.actions.push_back(
            "Repaired the table: " + state.unfinished->snapshot.summary +
            ". The pass that did it was ended before it could say so; this one read the table "
            "again and found it as declared.");
        resolve(incident, now, "the table, read again, shows the repair");
    } else if (still_off(incident, remaining.changes)) {
        resolve(incident, now,
                "not repaired: what is left of it is not to be repaired any more, only told or "
                "held");
    } else {
        incident.verified = true;
        resolve(incident, now, remaining.proof);
    }
}

// Ends a story about what is only told, of which nothing stands there as it was told.
void end_telling(Incident& incident, const Remaining& remaining, const ZonedTime& now) {
    if (still_off(incident, remaining.changes)) {
        resolve(incident, now, "off in another way by now; that is told in an incident of its own");
    } else {
        incident.verified = true;
        resolve(incident, now, remaining.proof);
    }
}

}  // namespace

Result<std::vector<Incident>> IncidentBook::open() {
    store::IncidentFilter filter;
    filter.status = incident::Status::open;
    filter.table = task_.name;
    return services_.store.incidents(filter);
}

void IncidentBook::touch(const Incident& incident) {
    using State = Mention::State;
    const State state = incident.status == incident::Status::resolved ? State::resolved
                        : begun_.contains(incident.id)                ? State::opened
                                                                      : State::still_open;
    const auto known = std::find_if(touched_.begin(), touched_.end(),
                                    [&](const Mention& one) { return one.id == incident.id; });
    if (known == touched_.end()) {
        touched_.push_back({incident.id, state});
    } else {
        known->state = state;
    }
}

Result<Incident> IncidentBook::continued(Incident fresh) {
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    const auto same = std::find_if(known->begin(), known->end(),
                                   [&](const Incident& one) { return covers(one, fresh); });
    if (same != known->end()) {
        return std::move(*same);
    }
    begun_.insert(fresh.id);
    return fresh;
}

Result<std::vector<Incident>> IncidentBook::settled(const Remaining& remaining,
                                                    const TableState& state, const ZonedTime& now) {
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    std::vector<Incident> settled;
    for (Incident& incident : *known) {
        if (!is_telling(incident)) {
            end_repair(incident, remaining, state, now);
        } else if (still_told(incident, remaining.changes)) {
            continue;
        } else {
            end_telling(incident, remaining, now);
        }
        settled.push_back(std::move(incident));
    }
    return settled;
}

Result<void> IncidentBook::tell(const plan::TablePlan& plan, const TableState& state,
                                const ZonedTime& now) {
    auto fresh = told_incident(task_, plan, state.memory, now, services_);
    if (!fresh) {
        return {};
    }
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    for (const Incident& one : *known) {
        if (is_telling(one) && still_told(one, plan.changes)) {
            touch(one);
            leave_out(*fresh, one);
        }
    }
    if (fresh->members.empty()) {
        return {};
    }
    begun_.insert(fresh->id);
    if (auto recorded = services_.store.record(*fresh); !recorded) {
        return recorded;
    }
    services_.witness.done(Effect::recorded);
    put_report(*fresh);
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
    touch(incident);
    static_cast<void>(services_.reports.put(incident));
}

void IncidentBook::put_report(const Incident& incident) {
    touch(incident);
    if (services_.reports.put(incident)) {
        static_cast<void>(services_.store.mark_reported(incident));
    }
}

}  // namespace cronmend::reconcile
