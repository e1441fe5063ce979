#include "incident_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/plan/listing.hpp"
#include "incident_members.hpp"

namespace cronmend::reconcile {
namespace {

using incident::Incident;
using incident::Member;

Incident blank(const TableTask& task, const ZonedTime& now, Services& services) {
    Incident incident;
    incident.id = incident::make_id(now, services.suffix());
    incident.created = now;
    incident.user = task.user;
    incident.table = task.name;
    incident.host = services.host;
    incident.show_command = task.show_command;
    incident.diff_command = task.diff_command;
    incident.record_options = task.record_options;
    return incident;
}

std::string_view found_of_table(incident::Trouble trouble) {
    switch (trouble) {
        case incident::Trouble::unreadable:
            return "the table could not be read; nothing was written";
        case incident::Trouble::unplanned:
            return "no plan could be made for the table; nothing was written";
        case incident::Trouble::refused:
            return "cron refuses the table as it stands, and runs none of it";
        default:
            return "the table is not as declared";
    }
}

std::string category_of(const TableTask& task, const Incident& incident) {
    const JobsById jobs{task};
    for (const Member& member : incident.members) {
        if (const desired::Job* job = jobs.find(member.job)) {
            return job->category;
        }
    }
    return "automation";
}

// Title, severity, and the first lines of the timeline, from the members.
void describe(Incident& incident, const ZonedTime& now) {
    settle_headline(incident);
    for (const Member& member : incident.members) {
        // Without add_event(): the reason is redacted already.
        incident.events.push_back({now, "cronmend",
                                   fmt::format("{}: found {} ({})", member.job,
                                               plan::to_string(member.kind), member.reason)});
        if (member.more > 0) {
            incident.events.push_back(
                {now, "cronmend",
                 fmt::format("{}: found {}, {}", member.job, plan::to_string(member.kind),
                             plan::more_like_these(member.more))});
        }
    }
}

Incident incident_with(const TableTask& task, std::vector<Member> members, const ZonedTime& now,
                       Services& services) {
    Incident incident = blank(task, now, services);
    incident.members = std::move(members);
    incident.category = category_of(task, incident);
    describe(incident, now);
    return incident;
}

// The same entry, off in the same way. What another declaration says of a job of that name is
// another story.
bool is_about_the_same(const Member& a, const Member& b) {
    return a.job == b.job && a.index == b.index && a.kind == b.kind &&
           (a.source.empty() || b.source.empty() || a.source == b.source);
}

// Of which not all are listed, `other` may be one.
bool counts_among_more(const Member& listed, const Member& other) {
    return listed.more > 0 &&
           (is_about_the_same(listed, other) ||
            (plan::is_told_orphan(listed.kind, listed.action) && other.kind == listed.kind));
}

bool tells(const Incident& incident, const Member& member) {
    return std::any_of(incident.members.begin(), incident.members.end(), [&](const Member& known) {
        return counts_among_more(known, member) ||
               (is_about_the_same(known, member) && known.before == member.before);
    });
}

bool tells(const JobsById& jobs, const Incident& incident, const plan::Change& change) {
    Member member;
    member.job = change.job;
    member.index = change.index;
    member.kind = change.kind;
    const desired::Job* job = jobs.find(change.job);
    member.source = job == nullptr ? "" : source_of(jobs.task(), *job);
    member.before = change.told_before;
    return tells(incident, member);
}

// The files that declare what stands in the table, or shall, of those that are spoken for: however
// the declaration is spelt.
std::vector<std::string> files_concerned(const TableTask& task, const store::TableMemory& memory) {
    std::set<std::string> files;
    for (const desired::Job& job : task.jobs) {
        files.insert(source_of(task, job));
    }
    for (const plan::AppliedEntry& entry : memory.applied) {
        if (task.scope.covers(entry.source)) {
            files.insert(entry.source);
        }
    }
    return {files.begin(), files.end()};
}

bool tells_sources_of(const Incident& known, const Incident& fresh) {
    return !fresh.sources.empty() && std::includes(known.sources.begin(), known.sources.end(),
                                                   fresh.sources.begin(), fresh.sources.end());
}

std::vector<Member> members_where(const TableTask& task, const std::vector<plan::Change>& changes,
                                  const store::TableMemory& memory,
                                  const std::function<bool(const plan::Change&)>& belongs) {
    std::vector<Member> members;
    const std::vector<plan::Listed> listed = plan::list_changes(changes, belongs);
    if (listed.empty()) {
        return members;  // nearly always
    }
    MemberMaker maker{task, memory};
    for (const plan::Listed& one : listed) {
        members.push_back(maker.make(*one.change));
        members.back().more = one.more;
    }
    return members;
}

}  // namespace

JobsById::JobsById(const TableTask& task) : task_(&task) {
    jobs_.reserve(task.jobs.size());
    for (const desired::Job& job : task.jobs) {
        jobs_.emplace(job.id, &job);
    }
}

const desired::Job* JobsById::find(std::string_view id) const {
    const auto found = jobs_.find(id);
    return found == jobs_.end() ? nullptr : found->second;
}

std::string source_of(const TableTask& task, const desired::Job& job) {
    const auto found = task.sources.find(job.where.file);
    return found == task.sources.end() ? job.where.file : found->second;
}

std::optional<Incident> drift_incident(const TableTask& task, const plan::TablePlan& plan,
                                       const store::TableMemory& memory, const ZonedTime& now,
                                       Services& services) {
    auto members = members_where(task, plan.changes, memory, [](const plan::Change& change) {
        return change.cause == plan::Cause::drift && change.acts();
    });
    if (members.empty()) {
        return std::nullopt;
    }
    return incident_with(task, std::move(members), now, services);
}

bool is_only_told(const plan::Change& change) {
    return change.cause == plan::Cause::drift && change.action == plan::Action::report;
}

Incident told_incident(const TableTask& task, const std::vector<plan::Change>& told,
                       const store::TableMemory& memory, const ZonedTime& now, Services& services) {
    return incident_with(task, members_where(task, told, memory, is_only_told), now, services);
}

Incident failure_incident(const TableTask& task, const plan::TablePlan& plan,
                          const store::TableMemory& memory, const ZonedTime& now,
                          Services& services) {
    return incident_with(task,
                         members_where(task, plan.changes, memory,
                                       [](const plan::Change& change) { return change.acts(); }),
                         now, services);
}

Incident table_incident(const TableTask& task, const TableFault& fault,
                        const store::TableMemory& memory, const ZonedTime& now,
                        Services& services) {
    Incident incident = blank(task, now, services);
    incident.sources = files_concerned(task, memory);
    incident.trouble = fault.trouble;
    incident.category = category_of(task, incident);
    incident.error = redact_message(to_string(fault.error));
    settle_headline(incident);
    add_event(incident, now, "cronmend", found_of_table(fault.trouble));
    return incident;
}

bool covers(const Incident& known, const Incident& fresh) {
    if (known.table != fresh.table || is_telling(known) != is_telling(fresh)) {
        return false;
    }
    if (is_of_table(known.trouble) || is_of_table(fresh.trouble)) {
        // Another declaration's plan is another story.
        return known.trouble == fresh.trouble &&
               (known.trouble != incident::Trouble::unplanned ||
                known.diff_command == fresh.diff_command || tells_sources_of(known, fresh));
    }
    return std::all_of(fresh.members.begin(), fresh.members.end(),
                       [&](const Member& member) { return tells(known, member); });
}

bool is_telling(const Incident& incident) {
    return !incident.members.empty() &&
           std::all_of(incident.members.begin(), incident.members.end(),
                       [](const Member& member) { return member.action == plan::Action::report; });
}

bool still_told(const JobsById& jobs, const Incident& incident,
                const std::vector<plan::Change>& changes) {
    return std::any_of(changes.begin(), changes.end(), [&](const plan::Change& change) {
        return is_only_told(change) && tells(jobs, incident, change);
    });
}

void leave_out(std::vector<plan::Change>& changes, const JobsById& jobs, const Incident& known) {
    const auto is_told = [&](const plan::Change& change) { return tells(jobs, known, change); };
    changes.erase(std::remove_if(changes.begin(), changes.end(), is_told), changes.end());
}

bool still_off(const Incident& incident, const std::vector<plan::Change>& changes) {
    return std::any_of(incident.members.begin(), incident.members.end(), [&](const Member& member) {
        return std::any_of(changes.begin(), changes.end(), [&](const auto& change) {
            return change.job == member.job && change.index == member.index &&
                   change.kind == member.kind;
        });
    });
}

bool same_entries(const std::vector<plan::AppliedEntry>& a,
                  const std::vector<plan::AppliedEntry>& b) {
    if (a == b) {
        return true;  // nearly always in one order, too
    }
    if (a.size() != b.size()) {
        return false;
    }
    const auto sorted = [](const std::vector<plan::AppliedEntry>& entries) {
        std::vector<const plan::AppliedEntry*> order;
        order.reserve(entries.size());
        for (const plan::AppliedEntry& entry : entries) {
            order.push_back(&entry);
        }
        std::sort(order.begin(), order.end(), [](const auto* one, const auto* other) {
            return std::tie(one->job, one->index) < std::tie(other->job, other->index);
        });
        return order;
    };
    const auto here = sorted(a);
    const auto there = sorted(b);
    return std::equal(here.begin(), here.end(), there.begin(),
                      [](const auto* one, const auto* other) { return *one == *other; });
}

void add_event(Incident& incident, const ZonedTime& time, std::string_view source,
               std::string_view text) {
    incident.events.push_back({time, std::string{source}, redact_message(text)});
}

void resolve(Incident& incident, const ZonedTime& time, std::string_view text) {
    incident.status = incident::Status::resolved;
    incident.resolved = time;
    add_event(incident, time, "cronmend", text);
}

void settle_headline(Incident& incident) {
    incident.severity = incident::severity_of(incident);
    incident.title = incident::title_of(incident);
}

std::string_view done_word(plan::Action action) {
    switch (action) {
        case plan::Action::install:
            return "installed";
        case plan::Action::replace:
            return "replaced";
        case plan::Action::enable:
            return "enabled";
        case plan::Action::remove:
            return "removed";
        case plan::Action::mark:
            return "marked";
        case plan::Action::report:
            return "reported";
        case plan::Action::hold:
            return "held";
    }
    return "changed";
}

std::string summary_of(const plan::TablePlan& plan) {
    using plan::Action;
    std::string summary;
    for (const Action action :
         {Action::install, Action::replace, Action::enable, Action::remove, Action::mark}) {
        const auto count =
            std::count_if(plan.changes.begin(), plan.changes.end(),
                          [&](const plan::Change& change) { return change.action == action; });
        if (count > 0) {
            summary +=
                fmt::format("{}{} {}", summary.empty() ? "" : ", ", count, done_word(action));
        }
    }
    return summary;
}

}  // namespace cronmend::reconcile
