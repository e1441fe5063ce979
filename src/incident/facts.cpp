#include "facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cronmend::incident {
namespace {

constexpr std::string_view kUserTable = "crontab of ";

void add_once(std::vector<std::string>& list, const std::string& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(value);
    }
}

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
    std::vector<std::string> jobs;
    for (const Member& member : incident.members) {
        add_once(jobs, member.job);
    }
    return jobs;
}

bool has_kind(const Incident& incident, plan::DriftKind kind) {
    return std::any_of(incident.members.begin(), incident.members.end(),
                       [&](const Member& member) { return member.kind == kind; });
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
    for (const Member& member : incident.members) {
        auto found = std::find_if(
            sightings.begin(), sightings.end(),
            [&](const Sighting& sighting) { return sighting.last_seen == member.last_seen; });
        if (found == sightings.end()) {
            found = sightings.insert(found, Sighting{member.last_seen, {}});
        }
        add_once(found->jobs, member.job);
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

std::optional<Span> duration_of(const Incident& incident, const Sighting& sighting) {
    if (!sighting.last_seen || !incident.resolved) {
        return std::nullopt;
    }
    return Span{incident.resolved->instant - incident.created.instant,
                incident.resolved->instant - sighting.last_seen->instant};
}

}  // namespace cronmend::incident
