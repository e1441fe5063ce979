// Verification Steps: commands to paste, and what they print when all is well. Values stand in
// single quotes and never in shell comments, which some shells read as commands.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "cronmend/base/text.hpp"
#include "markdown.hpp"
#include "report_sections.hpp"

namespace cronmend::incident {
namespace {

using markdown::code;

// One look at the table: the lines that hold `pattern` (a whole line, or a part) are counted.
struct Look {
    std::string job;
    std::string pattern;
    bool whole_line = true;
    bool at_least = false;
    std::size_t expected = 1;
};

// The entry itself: environment lines and the marker may stand above it.
std::string_view last_line(std::string_view lines) {
    const std::string_view bare = without_newline(lines);
    const std::size_t newline = bare.rfind('\n');
    return newline == std::string_view::npos ? bare : bare.substr(newline + 1);
}

// A line that can be looked for as it is: nothing in it was redacted or would be shown escaped.
bool can_be_quoted(std::string_view line) {
    return !line.empty() && markdown::is_plain(line) &&
           line.find("[redacted]") == std::string_view::npos;
}

// Nothing for what may be an edit: it goes, or stays as another job's.
std::optional<Look> look_for(const Member& member) {
    if (member.reason.starts_with(plan::kMayBeAnEdit)) {
        return std::nullopt;
    }
    const bool wanted = member.after.has_value();
    const std::string_view line = last_line(wanted          ? std::string_view{*member.after}
                                            : member.before ? std::string_view{*member.before}
                                                            : std::string_view{});
    // A second copy that had to go leaves the first one in place.
    const bool stays = wanted || member.kind == plan::DriftKind::duplicate;
    if (can_be_quoted(line)) {
        return Look{member.job, std::string{line}, true, false, stays ? 1U : 0U};
    }
    const std::string marker = "#cronmend: " + member.job + " ";
    if (!markdown::is_plain(marker)) {
        return std::nullopt;
    }
    return Look{member.job, marker, false, stays, stays ? 1U : 0U};
}

// Two members with the same line (two jobs, or a job's second entry) are looked for once.
std::vector<Look> looks_of(const Incident& incident) {
    std::vector<Look> looks;
    looks.reserve(incident.members.size());  // so that what is known of them stays in its place
    std::unordered_map<std::string_view, Look*> known;  // by pattern
    for (const Member& member : incident.members) {
        std::optional<Look> look = look_for(member);
        if (!look) {
            continue;
        }
        const auto found = known.find(look->pattern);
        if (found == known.end()) {
            looks.push_back(std::move(*look));
            known.emplace(looks.back().pattern, &looks.back());
        } else if (Look& same = *found->second; member.after && same.job != member.job) {
            ++same.expected;
            same.job += ", " + member.job;
        }
    }
    return looks;
}

// One line of shell, or nothing if it cannot be pasted as it is.
std::string pasteable(const std::string& command) {
    return command.empty() || !markdown::is_plain(command) ? std::string{} : command;
}

}  // namespace

std::string verification_section(const Incident& incident) {
    const std::string show = pasteable(incident.show_command);
    const std::string diff = pasteable(incident.diff_command);
    std::string commands;
    std::string expected;

    if (!show.empty()) {
        commands += "# The whole table\n" + show + '\n';
        expected += fmt::format("- {} exits with 0 and prints the table\n", code(show));
        std::string counts;
        for (const Look& look : looks_of(incident)) {
            counts.append(show).append(" | grep -c -F ").append(look.whole_line ? "-x " : "");
            counts.append("-e ").append(markdown::shell_quote(look.pattern)).append(1, '\n');
            expected += "- the count for ";
            markdown::append_code(expected, look.job);
            expected.append(": ").append(look.at_least ? "at least " : "");
            expected.append(std::to_string(look.expected)).append(1, '\n');
        }
        if (!counts.empty()) {
            commands += "\n# How often each entry stands in it\n" + counts;
        }
    }
    if (!diff.empty()) {
        commands += std::string{commands.empty() ? "" : "\n"} +
                    "# What cronmend would change now (this writes nothing)\n" + diff +
                    "; echo \"exit status $?\"\n";
        expected += "- the comparison finds nothing to change: `exit status 0`\n";
    }
    if (commands.empty()) {
        return "## Verification Steps\n\nunknown: no command was recorded for this table\n";
    }
    const std::string lead =
        incident.status == Status::open  ? "Once it is repaired, these commands verify it:"
        : is_closed_unrepaired(incident) ? "It was closed without a repair. Should it be wanted "
                                           "once more and put right, these commands verify it:"
                                         : "Run the following commands to verify the repair:";
    return fmt::format("## Verification Steps\n\n{}\n\n{}\n**Expected Output**:\n{}", lead,
                       markdown::fenced(commands, "bash"), expected);
}

}  // namespace cronmend::incident
