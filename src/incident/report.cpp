#include "cronmend/incident/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "cronmend/base/text.hpp"
#include "cronmend/plan/listing.hpp"
#include "cronmend/plan/signed_lines.hpp"
#include "facts.hpp"
#include "markdown.hpp"
#include "report_sections.hpp"

namespace cronmend::incident {
namespace {

using markdown::append_code;
using markdown::append_text;
using markdown::code;
using markdown::text;

std::string_view status_badge(const Incident& incident) {
    return incident.status == Status::open  ? "🔴 OPEN"
           : is_closed_unrepaired(incident) ? "⚪ CLOSED, NOT REPAIRED"
                                            : "✅ RESOLVED";
}

std::string_view severity_badge(Severity severity) {
    switch (severity) {
        case Severity::critical:
            return "🔴 CRITICAL";
        case Severity::warning:
            return "🟠 WARNING";
        case Severity::info:
            return "🔵 INFO";
    }
    return "unknown";
}

std::string title_or_default(const Incident& incident) {
    return incident.title.empty() ? title_of(incident) : incident.title;
}

// What was found, in one sentence.
std::string finding(const Incident& incident) {
    const std::string host = incident.host.empty() ? "" : " on " + code(incident.host);
    const std::string table = text(table_name(incident));
    const std::string time = text(to_string(incident.created));
    const std::string_view end = incident.members.empty() ? "." : ":";
    switch (incident.trouble) {
        case Trouble::drift:
            return fmt::format("At {}, {}{} was found not as declared{}", time, table, host, end);
        case Trouble::unreadable:
            return fmt::format(
                "At {}, {}{} could not be read. What stands in it is not known: a table that "
                "cannot be read is never taken for an empty one, and nothing was written.",
                time, table, host);
        case Trouble::unplanned:
            return fmt::format(
                "At {}, {}{} could not be brought to what is declared: no plan for it holds. "
                "Nothing "
                "was written, and what is missing from it was not put back.",
                time, table, host);
        case Trouble::refused:
            return fmt::format(
                "At {}, {}{} was found with a line that cron refuses. cron runs nothing of such a "
                "table, the declared jobs included.",
                time, table, host);
        case Trouble::rejected:
            return fmt::format(
                "At {}, {}{} was found not as declared, and the crontab program refused the "
                "repaired table. The table was left as it was found{}",
                time, table, host, end);
        case Trouble::unverified:
            return fmt::format(
                "At {}, {}{} was found not as declared. The repair was written, but the table, "
                "read again, did not show it{}",
                time, table, host, end);
    }
    return {};
}

void append_description(std::string& out, const Member& member) {
    if (!member.description.empty()) {
        out += " (";
        append_text(out, member.description);
        out += ')';
    }
}

void append_member(std::string& out, const Member& member) {
    out += "- ";
    append_code(out, member.job);
    append_description(out, member);
    out.append(": **").append(plan::to_string(member.kind)).append("**");
    if (!member.reason.empty()) {
        out += " - ";
        append_text(out, member.reason);
    }
    if (member.cause == plan::Cause::rollout) {
        out += " (the declaration was changed)";
    }
    out += '\n';
    if (member.more > 0) {
        fmt::format_to(std::back_inserter(out), "- {}: **{}** - {}\n", code(member.job),
                       plan::to_string(member.kind), plan::more_like_these(member.more));
    }
}

std::string difference(const Incident& incident) {
    std::string lines;
    for (const Member& member : incident.members) {
        if (!member.before && !member.after) {
            continue;
        }
        lines.append("# ").append(printable(member.job)).append(": ");
        lines.append(plan::to_string(member.kind)).append(1, '\n');
        if (member.kind == plan::DriftKind::unmarked && member.before == member.after) {
            lines += fmt::format("+#cronmend: {} …\n", printable(member.job));
        }
        for (const plan::SignedLine& line : plan::signed_lines(member.before, member.after)) {
            lines.append(1, line.sign).append(line.text).append(1, '\n');
        }
        if (member.more > 0) {
            lines += fmt::format("# {}: {}, {}\n", printable(member.job),
                                 plan::to_string(member.kind), plan::more_like_these(member.more));
        }
    }
    if (lines.empty()) {
        return {};
    }
    return "\nWhat stood there (-) and what is declared (+):\n\n" + markdown::fenced(lines, "diff");
}

// True if none of these jobs could run: an edited entry still does something.
bool all_gone(const Incident& incident) {
    return std::all_of(incident.members.begin(), incident.members.end(), [](const Member& member) {
        return member.kind == plan::DriftKind::missing || member.kind == plan::DriftKind::disabled;
    });
}

// Said of one group of members that the same pass saw last.
std::string duration_text(const Incident& incident, const Sighting& sighting) {
    if (!sighting.last_seen) {
        return "unknown: cronmend had never seen " +
               std::string{sighting.jobs.size() == 1 ? "it" : "them"} + " in order";
    }
    const std::string seen = text(to_string(*sighting.last_seen));
    const std::string found = text(to_string(incident.created));
    const std::string_view them = sighting.jobs.size() == 1 ? "it" : "them";
    if (was_set_back(incident, sighting)) {
        return fmt::format("unknown: the clock was set back meanwhile; {} last seen in order at {}",
                           sighting.jobs.size() == 1 ? "it was" : "they were", seen);
    }
    const auto span = duration_of(incident, sighting);
    if (!span) {
        return fmt::format(
            "not over yet; it began between {} (the last pass that saw {} in "
            "order) and {} (found)",
            seen, them, found);
    }
    if (is_closed_unrepaired(incident)) {
        return fmt::format(
            "unknown: it began between {} (the last pass that saw {} in order) and {} (found), and "
            "was closed without a repair at {}",
            seen, them, found, text(to_string(*incident.resolved)));
    }
    return fmt::format(
        "{}{}: it began between {} (the last pass that saw {} in order) and {} "
        "(found), and ended at {}",
        to_string(*span), all_gone(incident) ? fmt::format(" without {}", them) : "", seen, them,
        found, text(to_string(*incident.resolved)));
}

std::string duration_lines(const Incident& incident) {
    const std::vector<Sighting> sightings = sightings_of(incident);
    if (sightings.empty()) {
        const std::string why = incident.trouble == Trouble::unreadable
                                    ? "the table could not be read"
                                : incident.trouble == Trouble::refused
                                    ? "when the line came into the table was not seen"
                                    : "no entry is named";
        return fmt::format("- **Duration**: unknown: {}\n", why);
    }
    if (sightings.size() == 1) {
        return fmt::format("- **Duration**: {}\n", duration_text(incident, sightings.front()));
    }
    std::string out = "- **Duration**:\n";
    for (const Sighting& sighting : sightings) {
        out += fmt::format("  - {}: {}\n", code_list(sighting.jobs),
                           duration_text(incident, sighting));
    }
    return out;
}

std::string risk_text(const Incident& incident) {
    const std::string level = capitalised(std::string{to_string(incident.severity)});
    if (incident.trouble != Trouble::drift) {
        return level + " - that pass could not bring the table in order";
    }
    const bool ran =
        std::all_of(incident.members.begin(), incident.members.end(),
                    [](const Member& member) { return member.kind == plan::DriftKind::unmarked; });
    const bool unseen =
        std::all_of(incident.members.begin(), incident.members.end(), was_never_installed);
    return level + (ran      ? " - the entries stood in the table throughout"
                    : unseen ? " - not known to have been there before: nothing is known to be lost"
                             : " - as declared for the jobs concerned");
}

std::string systems_text(const Incident& incident) {
    std::vector<std::string> systems;
    for (const Member& member : incident.members) {
        const bool known =
            std::find(systems.begin(), systems.end(), member.system) != systems.end();
        if (!member.system.empty() && !known) {
            systems.push_back(member.system);
        }
    }
    if (systems.empty()) {
        return "unknown: no `system:` is declared";
    }
    std::string out;
    for (const std::string& system : systems) {
        out += (out.empty() ? "" : ", ") + text(system);
    }
    return out;
}

std::string missed_lines(const Incident& incident) {
    if (!incident.missed_runs) {
        return "- **Missed Runs**: unknown: not recorded\n";
    }
    if (incident.missed_runs->empty()) {
        return "- **Missed Runs**: none\n";
    }
    std::string out = fmt::format("- **Missed Runs**: {}\n", incident.missed_runs->size());
    for (const ZonedTime& run : *incident.missed_runs) {
        out += fmt::format("  - {}\n", text(to_string(run)));
    }
    return out;
}

// The list in which a reader sees what the system relies on.
std::string schedule_list(const Incident& incident) {
    std::string list;
    for (const Member& member : incident.members) {
        if (!member.schedule.empty()) {
            list += "- ";
            append_code(list, member.schedule);
            list += ": ";
            append_code(list, member.job);
            append_description(list, member);
            list += '\n';
        }
    }
    if (list.empty()) {
        return {};
    }
    std::string out = "\nThe system relies on scheduled executions at:\n\n" + list;
    if (has_kind(incident, plan::DriftKind::missing) ||
        has_kind(incident, plan::DriftKind::disabled)) {
        out += "\nWhile an entry is missing or commented out, cron does not start its job.\n";
    }
    return out;
}

}  // namespace

std::string code_list(const std::vector<std::string>& values) {
    std::string out;
    for (const std::string& value : values) {
        out += (out.empty() ? "" : ", ") + code(value);
    }
    return out;
}

std::string header_section(const Incident& incident) {
    return fmt::format(
        "# Incident Report: {}\n\n**Status**: {}\n**Severity**: {}\n**Category**: {}\n"
        "**Created**: {}\n**Resolved**: {}\n",
        text(incident.id), status_badge(incident), severity_badge(incident.severity),
        incident.category.empty() ? "unknown" : text(incident.category),
        text(to_string(incident.created)),
        incident.resolved ? (is_closed_unrepaired(incident) ? "not repaired; closed at " : "") +
                                text(to_string(*incident.resolved))
        : incident.status == Status::resolved ? "unknown"
                                              : "not yet");
}

std::string problem_section(const Incident& incident) {
    std::string out = fmt::format("## Problem Description\n\n**Title**: {}\n\n**Details**:\n{}\n",
                                  text(title_or_default(incident)), finding(incident));
    if (!incident.members.empty()) {
        out += '\n';
    }
    for (const Member& member : incident.members) {
        append_member(out, member);
    }
    return out + difference(incident);
}

std::string impact_section(const Incident& incident) {
    return fmt::format(
        "## Impact Assessment\n\n{}- **Risk Level**: {}\n- **Systems Affected**: {}\n{}"
        "- **Last Successful Run**: {}\n",
        duration_lines(incident), risk_text(incident), systems_text(incident),
        missed_lines(incident),
        incident.last_successful_run ? text(to_string(*incident.last_successful_run))
                                     : "unknown: not recorded; cron logs the starts of jobs: "
                                       "`journalctl -t CRON`");
}

std::string cause_section(const Incident& incident) {
    const RootCause& cause = incident.cause;
    std::string out =
        fmt::format("## Root Cause\n\n{}\n\n**Confidence**: {}\n\n",
                    cause.statement.empty() ? "Unknown." : markdown::opening_text(cause.statement),
                    to_string(cause.confidence));
    if (cause.evidence.empty()) {
        out += "**Evidence**: none recorded\n";
    } else {
        out += "**Evidence**:\n\n";
        for (const std::string& evidence : cause.evidence) {
            out += fmt::format("- {}\n", markdown::opening_text(evidence));
        }
    }
    return out + schedule_list(incident);
}

std::string render_report(const Incident& incident) {
    static constexpr std::string_view kRule = "\n---\n\n";
    const std::array sections{
        header_section(incident),     problem_section(incident),
        impact_section(incident),     cause_section(incident),
        resolution_section(incident), verification_section(incident),
        prevention_section(incident), documentation_section(incident),
        timeline_section(incident),   lessons_section(incident),
    };
    std::string report;
    report.reserve(std::accumulate(
        sections.begin(), sections.end(), sections.size() * kRule.size(),
        [](std::size_t sum, const std::string& section) { return sum + section.size(); }));
    for (const std::string& section : sections) {
        report.append(report.empty() ? "" : kRule).append(section);
    }
    return report;
}

}  // namespace cronmend::incident
