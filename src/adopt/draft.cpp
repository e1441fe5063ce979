#include "draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/guard.hpp"

namespace cronmend::adopt {
namespace {

enum class Tabs { refuse, accept };

// Why a declaration cannot hold this text; empty if it can.
std::string unfit(std::string_view text, Tabs tabs) {
    if (!is_utf8(text)) {
        return "bytes that are not UTF-8";
    }
    const auto wrong = std::find_if(text.begin(), text.end(), [&](char c) {
        return has_control_characters({&c, 1}) && !(c == '\t' && tabs == Tabs::accept);
    });
    return wrong == text.end() ? std::string{} : "the control character " + printable({&*wrong, 1});
}

std::string unfit_input(const std::optional<std::string>& text) {
    std::string lines = text.value_or("");
    std::replace(lines.begin(), lines.end(), '\n', ' ');
    return unfit(lines, Tabs::accept);
}

// Blanks at a command's end mean nothing to a shell, unless a backslash stands before them.
std::string without_trailing_blanks(const std::string& command) {
    const std::size_t end = command.find_last_not_of(" \t") + 1;
    const bool escaped = end > 0 && end < command.size() && command[end - 1] == '\\';
    return command.substr(0, escaped ? end + 1 : end);
}

// The command as the shell gets it, if cron's way of writing it can be got back from that.
bool take_decoded(const Sighting& sighting, cron::Flavour flavour, desired::Job& job) {
    cron::DecodedCommand decoded = cron::decode_command(sighting.command, flavour);
    decoded.shell = without_trailing_blanks(decoded.shell);
    const bool looks_escaped =
        cron::takes_standard_input(flavour) && decoded.shell.find("\\%") != std::string::npos;
    if (decoded.shell.empty() || looks_escaped || !unfit(decoded.shell, Tabs::accept).empty() ||
        !unfit_input(decoded.standard_input).empty() ||
        cron::decode_command(cron::encode_command(decoded, flavour), flavour) != decoded) {
        return false;
    }
    job.command = decoded.shell;
    job.standard_input = decoded.standard_input;
    return true;
}

bool is_shell_identifier(std::string_view name) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !name.empty() && (name.front() < '0' || name.front() > '9') &&
           name.find_first_not_of(kLetters) == std::string_view::npos;
}

// Whether the entry's shell knows `export`, which sets such variables if the entry must ever move.
bool knows_export(const cron::Environment& environment) {
    const auto shell = environment.find("SHELL");
    return shell == environment.end() || cron::is_sh_like(shell->second);
}

// An entry, where it stands, and whose cron reads it.
struct Place {
    const Sighting& sighting;
    const StandingTable& table;
    const ImportOptions& options;
};

// Why this variable cannot be declared for the job; empty if it can.
std::string reason_against(const std::string& name, const std::string& value,
                           const desired::Job& job, const Place& place) {
    if (cron::is_reserved(name, place.options.flavour)) {
        return "cannot be set for one job";
    }
    if (!unfit(name, Tabs::refuse).empty() || !unfit(value, Tabs::refuse).empty()) {
        return "holds " + (unfit(name, Tabs::refuse).empty() ? unfit(value, Tabs::refuse)
                                                             : unfit(name, Tabs::refuse));
    }
    if (cron::is_restorable(name, place.options.flavour)) {
        return name == "HOME" && place.table.home.empty()
                   ? "cannot be declared, as the home folder to go back to is not known"
               : cron::render_assignment({name, value}, place.options.flavour)
                   ? ""
                   : "holds a value that no line can set";
    }
    if (!is_shell_identifier(name)) {
        return "is no name that a shell knows";
    }
    if (job.raw) {
        return "cannot be set for a command that goes in as written";
    }
    return knows_export(place.sighting.environment)
               ? ""
               : "cannot be exported in the shell of this entry";
}

std::size_t length_of(const cron::DecodedCommand& command, cron::Flavour flavour) {
    return cron::encode_command(command, flavour).size();
}

// How much longer a command gets with this variable among those that it exports.
std::size_t length_with(const std::string& name, const std::string& value, cron::Flavour flavour) {
    const auto alone = [&](const cron::Environment& exports) {
        return length_of({cron::with_exports(exports, ""), std::nullopt}, flavour);
    };
    return alone({{name, value}, {"A", ""}}) - alone({{"A", ""}});
}

void take_environment(const Place& place, Draft& draft) {
    const cron::Flavour flavour = place.options.flavour;
    constexpr std::size_t kFrame = 8;  // "export" and "; "
    std::size_t length = length_of({draft.job.command, draft.job.standard_input}, flavour) + kFrame;
    for (const auto& [name, value] : place.sighting.environment) {
        if (draft.job.environment.contains(name)) {
            continue;  // its own command sets it
        }
        if (name == "CRON_TZ" && cron::honours_cron_tz(flavour)) {
            continue;  // it is the zone of the file
        }
        std::string reason = reason_against(name, value, draft.job, place);
        if (reason.empty() && !cron::is_restorable(name, flavour)) {
            const std::size_t more = length_with(name, value, flavour);
            if (length + more > cron::kLongestCommand) {
                reason = "would make the entry too long";
            } else {
                length += more;
            }
        }
        if (reason.empty()) {
            draft.job.environment.emplace(name, value);
        } else {
            draft.undeclared.push_back({name, std::move(reason)});
        }
    }
    if (place.sighting.more_variables) {
        draft.undeclared.push_back(
            {std::nullopt,
             fmt::format("are more than the {} that a job is given", kMostVariables)});
    }
}

// An entry of cronmend's own without the variables that stand in front of its command, which are
// declared again; as it stands if they are not cronmend's.
Sighting behind_exports(const Sighting& seen, cron::Flavour flavour, desired::Job& job) {
    const cron::DecodedCommand decoded = cron::decode_command(seen.command, flavour);
    const std::string_view command = cron::without_exports(decoded.shell);
    const auto exports = cron::parse_exports(
        std::string_view{decoded.shell}.substr(0, decoded.shell.size() - command.size()));
    const bool ours = !seen.marked_job.empty() && exports && !exports->empty() &&
                      std::none_of(exports->begin(), exports->end(), [&](const auto& variable) {
                          return cron::is_reserved(variable.first, flavour) ||
                                 cron::is_restorable(variable.first, flavour);
                      });
    Sighting meant = seen;
    meant.command = cron::encode_command({std::string{command}, decoded.standard_input}, flavour);
    if (desired::Job taken;
        !ours || !knows_export(seen.environment) || !take_decoded(meant, flavour, taken)) {
        return seen;
    }
    job.environment = *exports;
    return meant;
}

// The entry as it is meant: without its guard, at the times that the guard lets through, with the
// variables that stand before it. The same entry if it has none.
Result<Sighting> behind_guard(const Sighting& seen, cron::Flavour flavour, desired::Job& job) {
    if (!seen.guarded) {
        return behind_exports(seen, flavour, job);
    }
    Sighting meant = seen;
    const cron::GuardedCommand& guarded = *seen.guarded;
    auto when = cron::parse_schedule(guarded.guard.schedule);
    auto exports = cron::parse_exports(guarded.exports);
    if (!when || !exports) {
        return unexpected(ErrorCode::unsupported, "its guard is not as cronmend writes one");
    }
    const auto shell = seen.environment.find("SHELL");
    if (shell != seen.environment.end() && !cron::is_sh_like(shell->second)) {
        return unexpected(ErrorCode::unsupported,
                          "it stands behind a guard, whose quotes its SHELL does not read");
    }
    job.environment = std::move(*exports);
    meant.schedule = guarded.guard.schedule;
    meant.when = *when;
    meant.command = cron::encode_command(
        {guarded.command, cron::decode_command(seen.command, flavour).standard_input}, flavour);
    return meant;
}

bool knows_zone(const ImportOptions& options, const std::string& zone) {
    return zone.empty() || (options.zoning && options.zoning->others.contains(zone));
}

std::string words_for(const Undeclared& variable) {
    const std::string name = variable.name.value_or("further variables");
    return name.empty() ? "\"\"" : name;
}

// The names, in the order in which the reasons come first.
std::vector<std::pair<std::string, std::vector<std::string>>> by_reason(
    const std::vector<Undeclared>& undeclared) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (const Undeclared& variable : undeclared) {
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& known) {
            return known.first == variable.reason;
        });
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {variable.reason, {}});
        }
        group->second.push_back(words_for(variable));
    }
    return groups;
}

}  // namespace

Drafting draft_of(const Sighting& seen, const StandingTable& table, const ImportOptions& options) {
    Draft draft;
    const bool system = table.form == cron::TableForm::system;
    if (seen.guarded && system && table.target.empty()) {
        return {std::nullopt,
                "it stands behind a guard of cronmend's, which belongs in no system table"};
    }
    auto meant = behind_guard(seen, options.flavour, draft.job);
    if (!meant) {
        return {std::nullopt, meant.error().message};
    }
    const Sighting& sighting = *meant;
    draft.zone = sighting.zone;
    draft.job.user = system ? seen.user : table.user;
    draft.job.target = table.target;
    draft.job.schedules.push_back({sighting.schedule, sighting.when});
    draft.job.description = redact(sighting.description);
    draft.job.enabled = !sighting.commented_out;
    if (const std::string reason = unfit(sighting.schedule, Tabs::refuse); !reason.empty()) {
        return {std::nullopt, "its schedule holds " + reason};
    }
    if (!knows_zone(options, draft.zone.value_or(""))) {
        return {
            std::nullopt,
            fmt::format("{}, which is the host's own zone, or none that this host knows{}",
                        sighting.guarded ? "its guard is for " + printable(*draft.zone)
                                         : "CRON_TZ=" + printable(*draft.zone) + " holds for it",
                        sighting.guarded ? "" : ": take that line out")};
    }
    if (!take_decoded(sighting, options.flavour, draft.job)) {
        const std::string command = without_trailing_blanks(sighting.command);
        const std::string reason =
            command.empty() ? "it has no command" : unfit(command, Tabs::accept);
        if (!reason.empty()) {
            return {std::nullopt, command.empty() ? reason : "its command holds " + reason};
        }
        draft.job.command = command;
        draft.job.raw = true;
    }
    take_environment({sighting, table, options}, draft);
    draft.entries.push_back(seen);
    return {std::move(draft), {}};
}

std::vector<std::string> remarks_of(const Draft& draft) {
    const Sighting& entry = draft.entries.front();
    std::vector<std::string> remarks;
    std::transform(entry.comments.begin(), entry.comments.end(), std::back_inserter(remarks),
                   [](const std::string& comment) { return redact(comment); });
    if (!entry.keeper.tool.empty()) {
        remarks.push_back(
            entry.keeper.name.empty()
                ? fmt::format("kept by {}{}{}", entry.keeper.tool,
                              entry.keeper.group.empty() ? "" : " for ", entry.keeper.group)
                : fmt::format("kept by {} as \"{}\"", entry.keeper.tool, entry.keeper.name));
    }
    if (entry.quiet) {
        remarks.emplace_back(
            "not declared: the - before it, which keeps its starts out of the log");
    }
    for (const auto& [reason, names] : by_reason(draft.undeclared)) {
        remarks.push_back(fmt::format("not declared: {}, set by the table for this entry, {}",
                                      fmt::join(names, ", "), reason));
    }
    return remarks;
}

std::string meaning_of(const Draft& draft, cron::Flavour flavour) {
    const desired::Job& job = draft.job;
    std::string key = job.user + '\n' + job.target + '\n' +
                      cron::meaning_key(draft.entries.front().when) + '\n' +
                      draft.zone.value_or("") + '\n';
    key += job.raw ? job.command : cron::encode_command({job.command, job.standard_input}, flavour);
    for (const auto& [name, value] : job.environment) {
        if (!cron::is_restorable(name, flavour)) {
            key += '\n' + name + '=' + value;
        }
    }
    if (draft.entries.front().guarded) {
        key += '\n' + draft.entries.front().command;  // one of several that are meant for one
    }
    return key;
}

std::string likeness_of(const Draft& draft) {
    const desired::Job& job = draft.job;
    const Sighting& entry = draft.entries.front();
    std::string key;
    for (const std::string& part :
         {job.user, draft.zone.value_or("-"), job.command, std::string{job.raw ? "raw" : ""},
          entry.marked_job, entry.keeper.tool, entry.keeper.name, entry.keeper.group}) {
        key += part + '\n';
    }
    key += job.standard_input ? '<' + *job.standard_input : std::string{};
    for (const auto& [name, value] : job.environment) {
        key += '\n' + name + '=' + value;
    }
    return key;
}

}  // namespace cronmend::adopt
