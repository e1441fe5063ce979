#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "cronmend/base/text.hpp"
#include "facts.hpp"
#include "markdown.hpp"
#include "report_sections.hpp"

namespace cronmend::incident {
namespace {

using markdown::code;
using markdown::text;

void append_number(std::string& out, std::size_t index) {
    out.append(std::to_string(index + 1)).append(". ");
}

std::string numbered(const std::vector<std::string>& items) {
    std::string out;
    for (std::size_t i = 0; i < items.size(); ++i) {
        append_number(out, i);
        out.append(items[i]).append(1, '\n');
    }
    return out;
}

// What was done to a job; the lines of its entry, if they are several, below it as they stand.
void append_action(std::string& out, const std::string& action) {
    const std::vector<std::string_view> lines = split_lines(action);
    const std::size_t colon = action.find(": ");
    if (lines.size() < 2 || colon >= lines.front().size()) {
        out += markdown::opening_text(action);
        return;
    }
    out += markdown::opening_text(lines.front().substr(0, colon + 1));
    for (std::string_view line : lines) {
        line.remove_prefix(line.data() == action.data() ? colon + 2 : 0);
        out += "\n   - ";
        markdown::append_code(out, trim_blanks(without_newline(line)));
    }
}

std::string actions_text(const Incident& incident) {
    if (incident.actions.empty()) {
        return "**Actions Taken**: none recorded\n";
    }
    std::string out = "**Actions Taken**:\n\n";
    for (std::size_t i = 0; i < incident.actions.size(); ++i) {
        append_number(out, i);
        append_action(out, incident.actions[i]);
        out += '\n';
    }
    return out;
}

std::string words_text(const Incident& incident) {
    std::string out;
    if (!incident.error.empty()) {
        out += std::string{"\n**What was said**:\n\n"} + markdown::fenced(incident.error);
    }
    if (!incident.offered.empty()) {
        out += "\n**What the crontab program was offered** (secrets removed):\n\n" +
               markdown::fenced(incident.offered);
    }
    return out;
}

std::vector<std::string> next_steps(const Incident& incident) {
    const std::string show =
        incident.show_command.empty()
            ? std::string{"Read the table by hand"}
            : fmt::format("Run {} as the user that runs cronmend", code(incident.show_command));
    switch (incident.trouble) {
        case Trouble::unreadable:
            return {
                "cronmend tries again with each pass. Until the table can be read it writes "
                "nothing to it.",
                show + " and mend what it complains of."};
        case Trouble::unplanned:
            return {
                "cronmend tries again with each pass. Until a plan can be made it writes nothing "
                "to "
                "this table, and repairs nothing in it.",
                "Mend what was said above, in the declaration or in the table."};
        case Trouble::refused:
            return {"cronmend does not touch the line, as it is not its own.",
                    show +
                        ", correct the line in the table, and see that the jobs that should "
                        "have run meanwhile are made good."};
        case Trouble::rejected:
            return {"cronmend tries again with each pass; the same table will be refused again.",
                    "Read what was said above, find the line in what was offered, and mend it: "
                    "in the declaration if it is declared, in the crontab if it is not."};
        case Trouble::unverified:
            return {"cronmend compares the table again with the next pass.",
                    show + " and look whether something else writes this table."};
        case Trouble::drift:
            break;
    }
    if (only_reported(incident)) {
        return {
            "cronmend leaves these entries alone (the reason stands with each of them above); "
            "a person must decide.",
            "Put the crontab right by hand, or change the declaration to what is wanted."};
    }
    return {
        "The repair is not confirmed: the pass may have been ended before it was done. The "
        "next pass takes it up.",
        "If this incident stays open, see whether passes are made at all."};
}

std::string outcome_text(const Incident& incident) {
    if (incident.status == Status::open) {
        return "\n**What Comes Next**:\n\n" + numbered(next_steps(incident));
    }
    return fmt::format("\n**Verified**: {}\n",
                       is_closed_unrepaired(incident)
                           ? "no: it was closed without a repair; why stands in the timeline"
                       : is_of_table(incident.trouble)
                           ? "yes, a later pass looked at the table and met nothing of it"
                           : "yes, the table was read again and showed the repair");
}

std::string journal_advice() {
    return "**Suggestion**: the crontab program logs who replaced or deleted a table. Look for "
           "REPLACE and DELETE: `journalctl -t crontab`";
}

// What the timeline has beside the incident's own events.
std::vector<Event> framing_events(const Incident& incident) {
    std::vector<Event> events;
    for (const Sighting& sighting : sightings_of(incident)) {
        if (sighting.last_seen) {
            events.push_back(
                {*sighting.last_seen, "cronmend",
                 fmt::format("Last pass that saw in order: {}", fmt::join(sighting.jobs, ", "))});
        }
    }
    if (incident.events.empty()) {
        events.push_back({incident.created, "cronmend", "Incident opened"});
        if (incident.resolved) {
            events.push_back({*incident.resolved, "cronmend",
                              is_closed_unrepaired(incident) ? "Incident closed, not repaired"
                                                             : "Incident resolved"});
        }
    }
    return events;
}

using Timeline = std::vector<const Event*>;

Timeline timeline_of(const std::vector<Event>& framing, const Incident& incident) {
    Timeline rows;
    rows.reserve(framing.size() + incident.events.size());
    for (const std::vector<Event>* events : {&framing, &incident.events}) {
        for (const Event& event : *events) {
            rows.push_back(&event);
        }
    }
    // Stable: events of one second stay in the order in which they happened.
    std::stable_sort(rows.begin(), rows.end(), [](const Event* a, const Event* b) {
        return a->time.instant < b->time.instant;
    });
    return rows;
}

// Notes keep their lines, each of them harmless.
std::string note_text(const std::string& note) {
    std::string out;
    for (const std::string_view raw : split_lines(note)) {
        const std::string line = markdown::opening_text(without_newline(raw));
        if (!line.empty()) {
            out += (out.empty() ? "" : "\n  ") + line;
        }
    }
    return out.empty() ? "(empty)" : out;
}

std::string detection_text(const Incident& incident) {
    std::optional<Seconds> longest;
    for (const Sighting& sighting : sightings_of(incident)) {
        if (!sighting.last_seen) {
            return "unknown: cronmend had never seen all of it in order";
        }
        if (was_set_back(incident, sighting)) {
            return "unknown: the clock was set back meanwhile";
        }
        const Seconds gap = incident.created.instant - sighting.last_seen->instant;
        longest = longest ? std::max(*longest, gap) : gap;
    }
    if (!longest) {
        return "unknown";
    }
    return fmt::format("{} (that is how long before the last pass had seen all in order)",
                       to_string(Span{Seconds{0}, *longest}));
}

std::string repair_text(const Incident& incident) {
    if (!incident.resolved) {
        return incident.status == Status::resolved ? "unknown" : "not repaired yet";
    }
    const Seconds taken = incident.resolved->instant - incident.created.instant;
    return is_closed_unrepaired(incident) ? "not repaired"
           : taken < Seconds{0}           ? "unknown: the clock was set back meanwhile"
                                          : format_duration(taken) + " from its being found";
}

// The row of the history, and what its rollback does: where there was no table, it removes it.
std::string way_back_text(const Incident& incident, std::int64_t snapshot) {
    const std::string row = fmt::format("number {} in {}", snapshot,
                                        code("cronmend history" + incident.record_options));
    const std::string rollback =
        code(fmt::format("cronmend rollback {}{}", snapshot, incident.record_options));
    return incident.was_no_table
               ? fmt::format("there was none ({}); {} removes what stands there now", row, rollback)
               : fmt::format("{}; the way back: {}", row, rollback);
}

}  // namespace

std::string resolution_section(const Incident& incident) {
    return "## Resolution\n\n" + actions_text(incident) + words_text(incident) +
           outcome_text(incident);
}

std::string prevention_section(const Incident& incident) {
    std::vector<std::string> items{
        "**Comparison**: each pass of cronmend compares the table with its declaration; what "
        "starts the passes decides how soon a loss is seen",
        "**Record**: before it writes a table, cronmend keeps the table as it was"};
    if (incident.cause.confidence != Confidence::confirmed && is_user_table(incident) &&
        incident.trouble == Trouble::drift) {
        items.push_back(journal_advice());
    }
    if (has_kind(incident, plan::DriftKind::disabled)) {
        items.emplace_back(
            "**Suggestion**: if an entry was commented out on purpose, say `enabled: false` in its "
            "declaration; the next pass goes by what is declared");
    }
    if (has_kind(incident, plan::DriftKind::changed)) {
        items.emplace_back(
            "**Suggestion**: if an entry was changed on purpose, make the change in its "
            "declaration; the next pass goes by what is declared");
    }
    return "## Prevention Measures\n\n" + numbered(items);
}

std::string documentation_section(const Incident& incident) {
    std::string out = "## Related Documentation\n\n";
    std::vector<std::string> seen;
    for (const Member& member : incident.members) {
        const bool told = std::find(seen.begin(), seen.end(), member.runbook) != seen.end();
        if (!member.runbook.empty() && !told) {
            seen.push_back(member.runbook);
            out +=
                fmt::format("- **Runbook**: {} (of {})\n", code(member.runbook), code(member.job));
        }
    }
    out += "- **Manual**: `man 1 cronmend`, `man 5 cronmend.yaml`, `man 5 crontab`\n";
    if (incident.snapshot) {
        out += fmt::format("- **The table before the repair**: {}\n",
                           way_back_text(incident, *incident.snapshot));
    }
    return out;
}

std::string timeline_section(const Incident& incident) {
    const std::vector<Event> framing = framing_events(incident);
    const Timeline rows = timeline_of(framing, incident);
    const bool one_zone = std::all_of(rows.begin(), rows.end(), [&](const Event* row) {
        return row->time.zone == incident.created.zone &&
               row->time.utc_offset == incident.created.utc_offset;
    });
    // Where two share a minute, the seconds tell which came first.
    const bool seconds =
        std::adjacent_find(rows.begin(), rows.end(), [](const Event* a, const Event* b) {
            return a->time.instant != b->time.instant &&
                   format_minute(a->time) == format_minute(b->time);
        }) != rows.end();
    const auto shown = [&](const ZonedTime& time) {
        return !one_zone ? to_string(time) : seconds ? format_second(time) : format_minute(time);
    };
    // Most of what a pass found has its time.
    const ZonedTime* last = nullptr;
    std::string last_shown;
    std::string out = "## Timeline\n\n";
    if (one_zone) {
        out += fmt::format("Times are in {}.\n\n", text(incident.created.zone));
    }
    out += "| Time | Source | Event |\n|------|--------|-------|\n";
    for (const Event* row : rows) {
        if (last == nullptr || row->time != *last) {
            last = &row->time;
            last_shown = text(shown(row->time));
        }
        out.append("| ").append(last_shown).append(" | ");
        markdown::append_text(out, row->source);
        out += " | ";
        markdown::append_text(out, row->text);
        out += " |\n";
    }
    return out;
}

std::string lessons_section(const Incident& incident) {
    std::string out = fmt::format(
        "## Lessons Learned\n\n- **Time to detect**: {}\n- **Time to repair**: {}\n\n"
        "<!-- notes: the notes that people recorded with this incident follow -->\n\n",
        detection_text(incident), repair_text(incident));
    if (incident.notes.empty()) {
        return out + "No notes yet.\n";
    }
    for (const std::string& note : incident.notes) {
        out += fmt::format("- {}\n", note_text(note));
    }
    return out;
}

}  // namespace cronmend::incident
