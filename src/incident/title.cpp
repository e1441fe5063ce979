// The one line by which people know an incident.
#include <fmt/format.h>

#include <algorithm>

#include "cronmend/incident/incident.hpp"
#include "cronmend/plan/listing.hpp"
#include "facts.hpp"

namespace cronmend::incident {
namespace {

// More names than this make a subject line that nobody reads.
constexpr std::size_t kMostNames = 5;

std::string names_of(const std::vector<std::string>& jobs) {
    const std::size_t shown = std::min(jobs.size(), kMostNames);
    std::string names = fmt::format(
        "{}", fmt::join(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < jobs.size()) {
        names += fmt::format(" and {} more", jobs.size() - shown);
    }
    return names;
}

// What befell the jobs: "were missing from", to be followed by the table.
std::string predicate(plan::DriftKind kind, bool one) {
    const std::string_view was = one ? "was" : "were";
    switch (kind) {
        case plan::DriftKind::missing:
            return fmt::format("{} missing from", was);
        case plan::DriftKind::changed:
            return fmt::format("{} not as declared in", was);
        case plan::DriftKind::disabled:
            return fmt::format("{} commented out in", was);
        case plan::DriftKind::duplicate:
            return "stood more than once in";
        case plan::DriftKind::shadowed:
            return fmt::format("{} under a foreign environment in", was);
        case plan::DriftKind::orphaned:
            return fmt::format("{} no longer declared but still in", was);
        case plan::DriftKind::unmarked:
            return one ? "had lost its marker in" : "had lost their markers in";
    }
    return fmt::format("{} not as declared in", was);
}

bool may_be_edits(const Incident& incident) {
    return std::all_of(incident.members.begin(), incident.members.end(), [](const Member& member) {
        return member.reason.starts_with(plan::kMayBeAnEdit);
    });
}

// Of orphans beyond those listed, the jobs are not known.
std::string number_of_jobs(const Incident& incident, std::size_t listed) {
    const bool are_more =
        std::any_of(incident.members.begin(), incident.members.end(), [](const Member& member) {
            return member.more > 0 && plan::is_told_orphan(member.kind, member.action);
        });
    return fmt::format("{}{}", are_more ? "More than " : "", listed);
}

std::string drift_title(const Incident& incident) {
    const std::string table = table_name(incident);
    const std::vector<std::string> jobs = jobs_of(incident);
    if (jobs.empty()) {
        return capitalised(fmt::format("{} was not as declared", table));
    }
    const bool one = jobs.size() == 1;
    const plan::DriftKind first = incident.members.front().kind;
    const bool all_alike = std::all_of(incident.members.begin(), incident.members.end(),
                                       [&](const Member& m) { return m.kind == first; });
    if (std::all_of(incident.members.begin(), incident.members.end(), was_never_installed)) {
        return one ? fmt::format("Cron job {} was not installed yet in {}", jobs.front(), table)
                   : fmt::format("{} declared cron jobs had never been installed in {}: {}",
                                 jobs.size(), table, names_of(jobs));
    }
    if (may_be_edits(incident)) {
        return one ? fmt::format("What may be an edit of cron job {} starts beside it in {}",
                                 jobs.front(), table)
                   : fmt::format("What may be edits of {} cron jobs start beside them in {}: {}",
                                 jobs.size(), table, names_of(jobs));
    }
    const std::string what = predicate(all_alike ? first : plan::DriftKind::changed, one);
    if (one) {
        return fmt::format("Cron job {} {} {}", jobs.front(), what, table);
    }
    return fmt::format("{} cron jobs {} {}: {}", number_of_jobs(incident, jobs.size()), what, table,
                       names_of(jobs));
}

}  // namespace

std::string title_of(const Incident& incident) {
    const std::string table = table_name(incident);
    switch (incident.trouble) {
        case Trouble::drift:
            return drift_title(incident);
        case Trouble::unreadable:
            return capitalised(fmt::format("{} could not be read", table));
        case Trouble::unplanned:
            return capitalised(fmt::format("{} could not be put right", table));
        case Trouble::refused:
            return fmt::format("cron refuses {}", table);
        case Trouble::rejected:
            return fmt::format("crontab refused the repair of {}", table);
        case Trouble::unverified:
            return fmt::format("The repair of {} could not be verified", table);
    }
    return drift_title(incident);
}

}  // namespace cronmend::incident
