#include "incident_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/plan/listing.hpp"
#include "cronmend/plan/signed_lines.hpp"

namespace cronmend::cli {
namespace {

using incident::Incident;

std::string status_word(const Incident& incident, const Painter& paint) {
    return incident.status == incident::Status::open  ? paint(Tone::bad, "OPEN    ")
           : incident::is_closed_unrepaired(incident) ? paint(Tone::quiet, "CLOSED  ")
                                                      : paint(Tone::good, "RESOLVED");
}

std::string show_members(const Incident& incident) {
    std::string out;
    for (const incident::Member& member : incident.members) {
        out += fmt::format("  {}: {} ({})\n", safe(member.job), plan::to_string(member.kind),
                           safe_message(member.reason));
        for (const plan::SignedLine& line : plan::signed_lines(member.before, member.after)) {
            out += fmt::format("    {} {}\n", line.sign, safe(line.text));
        }
        out += fmt::format("    last seen in order: {}\n",
                           member.last_seen ? to_string(*member.last_seen) : "never by cronmend");
        if (member.more > 0) {
            out += fmt::format("  {}: {}, {}\n", safe(member.job), plan::to_string(member.kind),
                               plan::more_like_these(member.more));
        }
    }
    return out;
}

std::string show_unknowns(const Incident& incident) {
    return fmt::format(
        "missed runs: {}\nlast successful run: {}\nroot cause: {}\n",
        incident.missed_runs ? std::to_string(incident.missed_runs->size()) : "unknown",
        incident.last_successful_run ? to_string(*incident.last_successful_run) : "unknown",
        incident.cause.statement.empty()
            ? "unknown"
            : fmt::format("{} ({})", safe_message(incident.cause.statement),
                          incident::to_string(incident.cause.confidence)));
}

std::string show_lines(std::string_view heading, const std::vector<std::string>& lines,
                       std::string (*shown)(std::string_view)) {
    std::string out;
    for (const std::string& line : lines) {
        std::string_view indent = "  ";
        for (const std::string_view part : split_lines(line)) {
            (out += indent) += shown(without_newline(part)) + "\n";
            indent = "    ";
        }
    }
    return out.empty() ? out : std::string{heading} + ":\n" + out;
}

// What was done to the jobs, by what it was: their lines stand with the jobs already.
std::string show_actions(const Incident& incident) {
    std::vector<std::pair<std::string, std::string>> done;  // what, and the jobs
    for (const std::string& action : incident.actions) {
        const auto member = std::find_if(
            incident.members.begin(), incident.members.end(),
            [&](const incident::Member& one) { return action.starts_with(one.job + " "); });
        const std::size_t colon = action.find(": ");
        if (member == incident.members.end() || colon == std::string::npos ||
            colon <= member->job.size()) {
            done.emplace_back(action, "");
            continue;
        }
        const std::size_t start = member->job.size() + 1;
        const std::string what = action.substr(start, colon - start);
        const auto same = std::find_if(done.begin(), done.end(),
                                       [&](const auto& one) { return one.first == what; });
        if (same == done.end()) {
            done.emplace_back(what, member->job);
        } else {
            same->second += ", " + member->job;
        }
    }
    std::vector<std::string> lines;
    lines.reserve(done.size());
    for (const auto& [what, jobs] : done) {
        lines.push_back(jobs.empty() ? what : what + ": " + jobs);
    }
    return show_lines("done", lines, safe_message);
}

}  // namespace

std::string show_incidents(const std::vector<Incident>& incidents, const Painter& paint) {
    if (incidents.empty()) {
        return "no incidents\n";
    }
    std::string out;
    for (const Incident& incident : incidents) {
        out += fmt::format("{}  {}  {}  {:<8}  {}\n", incident.id, status_word(incident, paint),
                           to_string(incident.created), to_string(incident.severity),
                           safe(incident.title));
    }
    return out;
}

std::string show_incident(const Incident& incident, const std::string& options,
                          const Painter& paint) {
    std::string out = fmt::format("{}  {}  {}\n{}\n\n", paint(Tone::strong, incident.id),
                                  status_word(incident, paint), to_string(incident.severity),
                                  safe(incident.title));
    out += fmt::format("host: {}\ncreated: {}\nresolved: {}\n", safe(incident.host),
                       to_string(incident.created),
                       !incident.resolved ? "not yet"
                       : incident::is_closed_unrepaired(incident)
                           ? "not repaired; closed at " + to_string(*incident.resolved)
                           : to_string(*incident.resolved));
    out += show_unknowns(incident);
    out += incident.members.empty() ? "" : "\naffected:\n" + show_members(incident);
    if (!incident.error.empty()) {
        out += "\nerror: " + printable(redact_message(incident.error), Newlines::keep) + "\n";
    }
    out += incident.actions.empty() ? "" : "\n" + show_actions(incident);
    std::vector<std::string> events;
    for (const incident::Event& event : incident.events) {
        events.push_back(
            fmt::format("{}  {}: {}", to_string(event.time), event.source, event.text));
    }
    out += "\n" + show_lines("timeline", events, safe_message) +
           show_lines("notes", incident.notes, safe);
    out += fmt::format("\nto see the table: {}\nto see that it is in order: {}\n",
                       safe(incident.show_command), safe(incident.diff_command));
    if (incident.snapshot && incident.was_no_table) {
        out +=
            fmt::format("there was no table before the repair: number {} in cronmend history{}\n",
                        *incident.snapshot, options);
    } else if (incident.snapshot) {
        out += fmt::format("the table as it was: cronmend history --show {}{}\n",
                           *incident.snapshot, options);
    }
    return out + fmt::format("the whole report: cronmend incident show {} --output markdown{}\n",
                             incident.id, options);
}

}  // namespace cronmend::cli
