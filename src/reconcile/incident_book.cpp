#include "incident_book.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "incident_writer.hpp"

namespace cronmend::reconcile {

using incident::Incident;

namespace {

std::string_view end_of_table(incident::Trouble trouble) {
    return trouble == incident::Trouble::unreadable  ? "the table can be read again"
           : trouble == incident::Trouble::unplanned ? "a plan could be made again"
                                                     : "cron takes the table again";
}

// Members that this pass did not look at: that nothing of them is off says nothing. An orphan is
// one because it is not declared. A job of the same name in another file is another one, unless
// that file was read too and has it no more.
bool is_out_of_sight(const JobsById& jobs, const incident::Member& member) {
    const desired::Job* job = jobs.find(member.job);
    if (job == nullptr) {
        return member.kind != plan::DriftKind::orphaned ||
               (!member.source.empty() && !jobs.task().scope.covers(member.source));
    }
    return job->mode == desired::Mode::off ||
           (!member.source.empty() && member.source != source_of(jobs.task(), *job) &&
            !jobs.task().scope.covers(member.source));
}

bool is_out_of_sight(const JobsById& jobs, const Incident& incident) {
    return std::any_of(
        incident.members.begin(), incident.members.end(),
        [&](const incident::Member& member) { return is_out_of_sight(jobs, member); });
}

// True if its repair took, and the pass that did it was ended before it could say so.
bool was_repaired_unsaid(const Incident& incident, const TableState& state) {
    return state.unfinished && state.unfinished->took() &&
           incident.snapshot == state.unfinished->snapshot.id;
}

// Ends a story about a repair, of which nothing is left to be carried out.
void end_repair(Incident& incident, const Remaining& remaining, const TableState& state,
                const ZonedTime& now) {
    if (is_of_table(incident.trouble)) {
        incident.verified = true;
        resolve(incident, now, end_of_table(incident.trouble));
    } else if (was_repaired_unsaid(incident, state)) {
        incident.verified = true;
        incident.actions.push_back(
            "Repaired the table: " + state.unfinished->snapshot.summary +
            ". The pass that did it was ended before it could say so; this one read the table "
            "again and found " +
            (state.unfinished->fate == Fate::stands
                 ? "it as declared."
                 : "what that had written, though the table had been changed since."));
        resolve(incident, now, "the table, read again, shows the repair");
    } else if (still_off(incident, remaining.changes)) {
        resolve(
            incident, now,
            "closed, not repaired: what is left of it is not to be repaired any more, only told or "
            "held");
    } else {
        incident.verified = true;
        resolve(incident, now, remaining.proof);
    }
}

// Ends a story about what is only told, of which nothing stands there as it was told.
void end_telling(Incident& incident, const Remaining& remaining, const ZonedTime& now) {
    if (still_off(incident, remaining.changes)) {
        resolve(incident, now,
                "closed, not repaired: off in another way by now; that is told in an incident of "
                "its own");
    } else {
        incident.verified = true;
        resolve(incident, now, remaining.proof);
    }
}

}  // namespace

bool speaks_for(const plan::Scope& scope, std::string_view diff_command, const Incident& incident) {
    if (incident.members.empty()) {
        const auto is_covered = [&](const std::string& file) { return scope.covers(file); };
        return incident.diff_command == diff_command ||
               (!incident.sources.empty() &&
                std::all_of(incident.sources.begin(), incident.sources.end(), is_covered));
    }
    return std::all_of(incident.members.begin(), incident.members.end(),
                       [&](const incident::Member& member) {
                           return member.source.empty() ? incident.diff_command == diff_command
                                                        : scope.covers(member.source);
                       });
}

Result<std::vector<Incident>> IncidentBook::open(const std::string& except) {
    store::IncidentFilter filter;
    filter.status = incident::Status::open;
    filter.table = task_.name;
    filter.except = except;
    return services_.store.incidents(filter);
}

void IncidentBook::touch(const Incident& incident) {
    using State = Mention::State;
    const State state = incident::is_closed_unrepaired(incident)        ? State::closed
                        : incident.status == incident::Status::resolved ? State::resolved
                        : begun_.contains(incident.id)                  ? State::opened
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
                                                    const TableState& state, const ZonedTime& now,
                                                    const std::string& in_hand) {
    auto known = open(in_hand);
    if (!known) {
        return unexpected(known.error());
    }
    std::vector<Incident> settled;
    if (known->empty()) {
        return settled;
    }
    const JobsById jobs{task_};
    for (Incident& incident : *known) {
        if (!ends(incident, remaining, jobs)) {
            continue;
        }
        if (is_out_of_sight(jobs, incident) && !was_repaired_unsaid(incident, state)) {
            resolve(incident, now,
                    "closed, not repaired: not looked at any more, as it is not declared, or its "
                    "mode is off");
        } else if (is_telling(incident)) {
            end_telling(incident, remaining, now);
        } else {
            end_repair(incident, remaining, state, now);
        }
        settled.push_back(std::move(incident));
    }
    return settled;
}

bool IncidentBook::ends(const Incident& incident, const Remaining& remaining,
                        const JobsById& jobs) const {
    if (incident.trouble == incident::Trouble::refused) {
        return !remaining.refused;
    }
    if (incident.trouble == incident::Trouble::unplanned) {
        return speaks_for(task_.scope, task_.diff_command, incident);
    }
    if (is_out_of_sight(jobs, incident)) {
        return speaks_for(task_.scope, task_.diff_command, incident) &&
               !(is_telling(incident) && still_told(jobs, incident, remaining.changes));
    }
    return !is_telling(incident) || !still_told(jobs, incident, remaining.changes);
}

Result<std::vector<Incident>> IncidentBook::let_go(const ZonedTime& now) {
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    std::vector<Incident> ended;
    for (Incident& incident : *known) {
        if (speaks_for(task_.scope, task_.diff_command, incident)) {
            resolve(incident, now,
                    "closed, not repaired: not looked at any more, as nothing is declared for the "
                    "table, and cronmend knows "
                    "of no entry that it put there");
            ended.push_back(std::move(incident));
        }
    }
    return ended;
}

Result<void> IncidentBook::tell(const plan::TablePlan& plan, const TableState& state,
                                const ZonedTime& now) {
    std::vector<plan::Change> news;
    std::copy_if(plan.changes.begin(), plan.changes.end(), std::back_inserter(news), is_only_told);
    if (news.empty()) {
        return {};
    }
    auto known = open();
    if (!known) {
        return unexpected(known.error());
    }
    const JobsById jobs{task_};
    for (const Incident& one : *known) {
        if (is_telling(one) && still_told(jobs, one, plan.changes)) {
            touch(one);
            leave_out(news, jobs, one);
        }
    }
    if (news.empty()) {
        return {};
    }
    const Incident fresh = told_incident(task_, news, state.memory, now, services_);
    begun_.insert(fresh.id);
    if (auto recorded = services_.store.record(fresh); !recorded) {
        return recorded;
    }
    services_.witness.done(Effect::recorded);
    put_report(fresh);
    services_.witness.done(Effect::reported);
    return {};
}

void IncidentBook::tell_of_table(incident::Trouble trouble, const Error& error,
                                 const ZonedTime& now) {
    const auto memory = services_.store.recall(task_.key);
    auto incident = continued(table_incident(
        task_, {trouble, error}, memory ? *memory : store::TableMemory{}, now, services_));
    if (!incident) {
        return;
    }
    incident->error = redact_message(to_string(error));
    if (services_.store.record(*incident)) {
        put_report(*incident);
    }
}

void IncidentBook::put_report(const Incident& incident) {
    touch(incident);
    if (const auto put = services_.reports.put(incident); put) {
        static_cast<void>(services_.store.mark_reported(incident));
    } else if (!report_error_) {
        report_error_ = put.error();
    }
}

void IncidentBook::clear_away(const ZonedTime& now) {
    const bool any_ended =
        std::any_of(touched_.begin(), touched_.end(), [](const Mention& mention) {
            return mention.state == Mention::State::resolved ||
                   mention.state == Mention::State::closed;
        });
    if (!any_ended) {
        return;
    }
    const auto outdated = services_.store.outdated(task_.name, now);
    if (!outdated || outdated->empty()) {
        return;
    }
    // The reports first: ended in between, the next pass does the rest.
    for (const std::string& id : *outdated) {
        if (!services_.reports.remove(id)) {
            return;
        }
    }
    static_cast<void>(services_.store.drop(*outdated));
}

void IncidentBook::put_report_on_record(const std::string& id) {
    if (const auto recorded = services_.store.incident(id); recorded && *recorded) {
        put_report(**recorded);
    }
}

}  // namespace cronmend::reconcile
