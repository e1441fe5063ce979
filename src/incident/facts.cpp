#include "facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace cronmend::incident {
namespace {

constexpr std::string_view kUserTable = "crontab of ";

// A list of texts, each of them once, in the order in which they came. An incident may have
// thousands of members.
class Once {
public:
    void add(const std::string& value) {
        if (seen_.insert(value).second) {
            list_.push_back(value);
        }
    }
    [[nodiscard]] std::vector<std::string> take() { return std::move(list_); }

private:
    std::unordered_set<std::string_view> seen_;  // views of the values, not of the list
    std::vector<std::string> list_;
};

}  // namespace

bool is_user_table(const Incident& incident) {
    return incident.table.starts_with(kUserTable);
}

std::string table_name(const Incident& incident) {
    return is_user_table(incident) ? "the " + incident.table : incident.table;
}

std::string capitalised(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

std::vector<std::string> jobs_of(const Incident& incident) {
    Once jobs;
    for (const Member& member : incident.members) {
        jobs.add(member.job);
    }
    return jobs.take();
}

bool has_kind(const Incident& incident, plan::DriftKind kind) {
    return std::any_of(incident.members.begin(), incident.members.end(),
                       [&](const Member& member) { return member.kind == kind; });
}

bool was_never_installed(const Member& member) {
    return member.kind == plan::DriftKind::missing && member.reason.starts_with("never installed");
}

bool only_reported(const Incident& incident) {
    const auto told = [](const Member& member) {
        return member.action == plan::Action::report || member.action == plan::Action::hold;
    };
    return !incident.members.empty() &&
           std::all_of(incident.members.begin(), incident.members.end(), told);
}

std::vector<Sighting> sightings_of(const Incident& incident) {
    std::vector<Sighting> sightings;
    std::vector<Once> jobs;  // of each sighting
    for (const Member& member : incident.members) {
        auto found = std::find_if(
            sightings.begin(), sightings.end(),
            [&](const Sighting& sighting) { return sighting.last_seen == member.last_seen; });
        if (found == sightings.end()) {
            found = sightings.insert(found, Sighting{member.last_seen, {}});
            jobs.emplace_back();
        }
        jobs[static_cast<std::size_t>(found - sightings.begin())].add(member.job);
    }
    for (std::size_t i = 0; i < sightings.size(); ++i) {
        sightings[i].jobs = jobs[i].take();
    }
    return sightings;
}

std::string to_string(const Span& span) {
    if (span.shortest == span.longest) {
        return format_duration(span.longest);
    }
    if (span.shortest == Seconds{0}) {
        return "up to " + format_duration(span.longest);
    }
    return fmt::format("between {} and {}", format_duration(span.shortest),
                       format_duration(span.longest));
}

bool was_set_back(const Incident& incident, const Sighting& sighting) {
    return (sighting.last_seen && sighting.last_seen->instant > incident.created.instant) ||
           (incident.resolved && incident.resolved->instant < incident.created.instant);
}

std::optional<Span> duration_of(const Incident& incident, const Sighting& sighting) {
    if (!sighting.last_seen || !incident.resolved || was_set_back(incident, sighting)) {
        return std::nullopt;
    }
    return Span{incident.resolved->instant - incident.created.instant,
                incident.resolved->instant - sighting.last_seen->instant};
}

}  // namespace cronmend::incident
