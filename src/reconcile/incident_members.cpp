#include "incident_members.hpp"

#include "cronmend/base/redact.hpp"

namespace cronmend::reconcile {

MemberMaker::MemberMaker(const TableTask& task, const store::TableMemory& memory)
    : memory_(memory), jobs_(task) {
    for (const plan::AppliedEntry& applied : memory.applied) {
        applied_.emplace(std::pair<std::string_view, std::size_t>{applied.job, applied.index},
                         &applied);
    }
}

incident::Member MemberMaker::make(const plan::Change& change) {
    incident::Member member;
    member.job = change.job;
    member.index = change.index;
    member.kind = change.kind;
    member.action = change.action;
    member.cause = change.cause;
    member.before = change.told_before;
    member.after = change.told_after;
    member.reason = told_reason(change);
    if (const desired::Job* job = jobs_.find(change.job)) {
        const std::size_t index = change.index % job->schedules.size();
        member.schedule = change.schedule.empty() ? job->schedules[index].text : change.schedule;
        if (!change.timezone.empty() && !change.schedule.empty()) {
            member.schedule += " in " + change.timezone;
        }
        member.description = redact(job->description);
        member.system = job->system;
        member.runbook = job->runbook;
        member.severity = job->severity;
    }
    member.last_seen = last_seen(change);
    member.source = source(change);
    return member;
}

const std::string& MemberMaker::told_reason(const plan::Change& change) {
    if (change.reason != reason_) {
        reason_ = change.reason;
        told_reason_ = redact_message(reason_);
    }
    return told_reason_;
}

std::optional<ZonedTime> MemberMaker::last_seen(const plan::Change& change) const {
    const auto known = applied_.find({change.job, change.index});
    if (known == applied_.end()) {
        return std::nullopt;
    }
    return known->second->current ? memory_.last_pass : known->second->last_in_order;
}

std::string MemberMaker::source(const plan::Change& change) const {
    if (const desired::Job* declared = jobs_.find(change.job)) {
        return source_of(jobs_.task(), *declared);
    }
    const auto known = applied_.lower_bound({change.job, 0});
    return known != applied_.end() && known->second->job == change.job ? known->second->source
                                                                       : std::string{};
}

}  // namespace cronmend::reconcile
