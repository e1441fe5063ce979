#include "remarks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "slot.hpp"

namespace cronmend::plan {
namespace {

// Every id that a declared job has or had.
std::unordered_set<std::string_view> declared_ids(const SharedList<desired::Job>& jobs) {
    std::unordered_set<std::string_view> ids;
    ids.reserve(2 * jobs.size());
    for (const desired::Job& job : jobs) {
        ids.insert(job.id);
        ids.insert(job.renamed_from);
    }
    return ids;
}

// What was adopted in this scope and applied last.
std::vector<const AppliedEntry*> adopted_entries(const TableInput& input) {
    std::vector<const AppliedEntry*> adopted;
    for (const AppliedEntry& last : input.last_applied) {
        if (!last.marked && input.scope.covers(last.source)) {
            adopted.push_back(&last);
        }
    }
    return adopted;
}

}  // namespace

const AppliedEntry* applied_elsewhere(const TableInput& input, std::string_view job) {
    const auto found = std::find_if(
        input.last_applied.begin(), input.last_applied.end(), [&](const AppliedEntry& last) {
            return last.job == job && !last.source.empty() && !input.scope.covers(last.source);
        });
    return found == input.last_applied.end() ? nullptr : &*found;
}

const RetiredJob* find_retired(const TableInput& input, const std::string& job) {
    const auto found = std::find_if(input.retired.begin(), input.retired.end(),
                                    [&](const RetiredJob& one) { return one.job == job; });
    return found == input.retired.end() ? nullptr : &*found;
}

bool is_spoken_for(const TableInput& input, const RetiredJob& job) {
    return job.source.empty() || input.scope.covers(job.source);
}

bool is_retired(const TableInput& input, const std::string& job) {
    return find_retired(input, job) != nullptr;
}

bool is_of_another_record(const TableInput& input, const ReadEntry& entry) {
    return entry.marker && entry.intact && !is_retired(input, entry.marked_job) &&
           std::none_of(input.last_applied.begin(), input.last_applied.end(),
                        [&](const AppliedEntry& last) { return last.job == entry.marked_job; });
}

bool came_with_return(const TableInput& input, const Slot& slot, const ReadEntry& entry) {
    if (entry.marker || (slot.last != nullptr && slot.last->marked)) {
        return false;
    }
    if (slot.last == nullptr || !input.last_seen) {
        return true;
    }
    const auto lines = split_lines(*input.last_seen);
    return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
        return without_newline(line) == entry.text + '\r';
    });
}

void warn_of_returns(const TableInput& input, const Reading& reading, const Matching& matching,
                     Diagnostics& diagnostics) {
    std::vector<std::string> jobs;
    std::size_t first = 0;
    for (const Slot& slot : matching.slots) {
        const ReadEntry* entry = slot.entry ? &reading.entries[*slot.entry] : nullptr;
        if (entry != nullptr && entry->carriage_return && slot.job->enabled &&
            came_with_return(input, slot, *entry)) {
            first = jobs.empty() ? entry->line + 1 : first;
            jobs.push_back(slot.id());
        }
    }
    if (!jobs.empty()) {
        diagnostics.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("a carriage return stands behind {}, and cron hands it to the command",
                         jobs.size() == 1 ? "the entry of job " + jobs.front()
                                          : count_of(jobs.size(), "entry", "entries")),
             "it was adopted so; save the table with LF line ends, or take the entry out, and "
             "apply "
             "puts it back without",
             {"", first, 0}});
    }
}

bool declaration_is_known(const TableInput& input) {
    return std::any_of(input.last_applied.begin(), input.last_applied.end(),
                       [&](const AppliedEntry& last) { return input.scope.covers(last.source); });
}

void warn_of_taken_over(const TableInput& input, const Assessment& now, Diagnostics& diagnostics) {
    std::map<std::string_view, std::vector<std::string>> jobs;  // by the other file
    for (const Verdict& verdict : now.judgement.verdicts) {
        const AppliedEntry* last = verdict.slot ? now.matching.slots[*verdict.slot].last : nullptr;
        if (last == nullptr || !verdict.change.acts() || verdict.change.cause != Cause::rollout ||
            last->source.empty() || input.scope.covers(last->source)) {
            continue;
        }
        std::vector<std::string>& of_file = jobs[last->source];
        if (of_file.empty() || of_file.back() != verdict.change.job) {
            of_file.push_back(verdict.change.job);
        }
    }
    for (const auto& [file, ids] : jobs) {
        diagnostics.push_back(
            {DiagnosticSeverity::warning,
             fmt::format(
                 "{} stood there as {} declared, which this declaration does not read: if "
                 "both declare it, each undoes what the other does",
                 ids.size() == 1 ? "job " + ids.front() : count_of(ids.size(), "job", "jobs"),
                 file),
             "take it out of one of the two, or give it another id there",
             {}});
    }
}

void warn_of_gone_files(const TableInput& input, const Assessment& now, Diagnostics& diagnostics) {
    std::map<std::string_view, std::size_t> removals;  // by job
    for (const Verdict& verdict : now.judgement.verdicts) {
        if (verdict.change.action == Action::remove && verdict.change.kind == DriftKind::orphaned) {
            ++removals[verdict.change.job];
        }
    }
    if (removals.empty()) {
        return;  // nearly always
    }
    for (const desired::Job& job : input.jobs) {
        removals.erase(job.id);  // in another file, to be kept out
    }
    struct Gone {
        std::size_t entries = 0;
        std::string jobs;
    };
    std::map<std::string_view, Gone> files;
    const auto& read = input.scope.files;
    for (const AppliedEntry& last : input.last_applied) {
        const auto removed = removals.find(last.job);
        if (removed == removals.end() || last.source.empty() ||
            std::find(read.begin(), read.end(), last.source) != read.end()) {
            continue;
        }
        Gone& gone = files[last.source];
        gone.entries += removed->second;
        gone.jobs += (gone.jobs.empty() ? "" : ", ") + last.job;
        removals.erase(removed);
    }
    for (const auto& [file, gone] : files) {
        diagnostics.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("{} is gone: {} that it declared {} with it ({})", printable(file),
                         count_of(gone.entries, "entry", "entries"),
                         gone.entries == 1 ? "goes" : "go", gone.jobs),
             "if its jobs shall stay, put it back",
             {}});
    }
}

void note_released(const TableInput& input, const Reading& reading, const Matching& matching,
                   Diagnostics& diagnostics) {
    const auto adopted = adopted_entries(input);
    if (adopted.empty()) {
        return;
    }
    std::unordered_set<const ReadEntry*> taken;  // by a job that is declared
    for (const Slot& slot : matching.slots) {
        if (slot.entry) {
            taken.insert(&reading.entries[*slot.entry]);
        }
    }
    const auto declared = declared_ids(input.jobs);
    for (const AppliedEntry* last : adopted) {
        if (declared.contains(last->job) || input.moved_to.contains(last->job)) {
            continue;
        }
        const auto entry = std::find_if(
            reading.entries.begin(), reading.entries.end(), [&](const ReadEntry& read) {
                return !read.marker && read.text == last->line && !taken.contains(&read);
            });
        if (entry != reading.entries.end() && !entry->disabled) {
            diagnostics.push_back(
                {DiagnosticSeverity::warning,
                 fmt::format("job {} is no longer declared; its entry was adopted, not put there "
                             "by cronmend, and stays",
                             last->job),
                 "take it out of the table if it shall go",
                 {"", entry->line + 1, 0}});
        }
    }
}

void note_inherited(const Assessment& final, Diagnostics& diagnostics) {
    struct Inherited {
        std::string name, setting;
        std::vector<std::string> jobs;
    };
    std::map<std::size_t, Inherited> by_line;
    for (const Slot& slot : final.matching.slots) {
        if (slot.last != nullptr || !slot.entry || !slot.job->enabled) {
            continue;
        }
        const std::size_t at = final.reading.entries[*slot.entry].line;
        for (const auto& [name, value] : significant_environment(final.reading.table, at)) {
            if (name == "CRON_TZ" && slot.wanted.schedule.reboot) {
                continue;
            }
            const auto line = final.reading.table.assignment_line_at(at, name);
            if (!slot.job->environment.contains(name) && !final.reading.in_block(*line)) {
                Inherited& inherited = by_line[*line];
                inherited.name = name;
                inherited.setting = fmt::format("{}={}", name, value);
                inherited.jobs.push_back(slot.id());
            }
        }
    }
    for (const auto& [line, inherited] : by_line) {
        const auto& [name, setting, jobs] = inherited;
        diagnostics.push_back(
            {DiagnosticSeverity::note,
             fmt::format(
                 "{} (line {} of the table) holds for {} too, though not declared", setting,
                 line + 1,
                 jobs.size() == 1 ? "job " + jobs.front() : count_of(jobs.size(), "job", "jobs")),
             cron::is_reserved(name, final.reading.table.flavour())
                 ? "it cannot be declared: put that line below the entry if it is not meant for it"
                 : "to pin it down, declare it under `environment:`",
             {}});
    }
}

void warn_of_exposed(const TableInput& input, const Assessment& final, Diagnostics& diagnostics) {
    // By name, if new, and by the user that the file with the secret must be for.
    std::map<std::tuple<std::string, bool, std::string>, std::vector<std::string>> jobs;
    const auto& observed = input.observed.text;
    const std::string_view before = observed ? std::string_view{*observed} : std::string_view{};
    for (const Slot& slot : final.matching.slots) {
        if (!slot.entry || slot.exports.empty() || !slot.job->enabled) {
            continue;
        }
        const ReadEntry& entry = final.reading.entries[*slot.entry];
        if (!entry.has_key(slot.exported_key)) {
            continue;
        }
        const std::string& owner = slot.job->user;
        for (const auto& [name, value] : slot.exports) {
            if (!holds_secret(name + '=' + value)) {
                continue;
            }
            const bool is_new = before.find(entry.text) == std::string::npos;
            std::vector<std::string>& ids = jobs[{name, is_new, owner}];
            if (ids.empty() || ids.back() != slot.id()) {
                ids.push_back(slot.id());
            }
        }
    }
    for (const auto& [variable, ids] : jobs) {
        const auto& [name, is_new, owner] = variable;
        diagnostics.push_back(
            {is_new ? DiagnosticSeverity::warning : DiagnosticSeverity::note,
             fmt::format(
                 "the variable {} of {} seems to hold a secret, and is set in the command: "
                 "the list of processes shows it to everybody on the host",
                 name,
                 ids.size() == 1 ? "job " + ids.front() : count_of(ids.size(), "job", "jobs")),
             mend_of_secret_variable(owner, input.reader),
             {}});
    }
}

void warn_of_changes(const TableInput& input, const Assessment& final, Diagnostics& diagnostics) {
    std::map<std::string, std::vector<std::string>> jobs;  // by zone
    for (const Slot& slot : final.matching.slots) {
        const std::string zone = slot.wanted.cron_tz.value_or("");
        const auto facts = zone.empty() ? nullptr : &input.zoning->others.at(zone);
        if (facts != nullptr && slot.job->enabled &&
            cron::ZonePair{*facts, *facts, input.zoning->from}.any_moves() &&
            (jobs[zone].empty() || jobs[zone].back() != slot.id())) {
            jobs[zone].push_back(slot.id());
        }
    }
    for (const auto& [zone, ids] : jobs) {
        diagnostics.push_back(
            {DiagnosticSeverity::warning,
             fmt::format(
                 "under CRON_TZ={} cronie starts {} by the clock alone: what the clock "
                 "leaves out in spring is lost, and what it shows twice in autumn is "
                 "started twice",
                 zone,
                 ids.size() == 1 ? "job " + ids.front() : count_of(ids.size(), "job", "jobs")),
             "keep its times away from the hours in which the clock changes",
             {}});
    }
}

std::optional<cron::Refusal> refusal_of(const TableInput& input, const Reading& reading) {
    auto refusal = cron::refusal(reading.table, table_owner(input));
    const auto stranger =
        std::find_if(reading.entries.begin(), reading.entries.end(), [&](const ReadEntry& entry) {
            return !entry.disabled && input.missing_users.contains(entry.user);
        });
    // The others leave out that entry alone.
    if (refusal || stranger == reading.entries.end() || input.flavour != cron::Flavour::debian) {
        return refusal;
    }
    return cron::Refusal{
        stranger->line + 1,
        fmt::format("bad username: there is no user {} on this host", printable(stranger->user)),
        "name one that is there, or take the entry out"};
}

void warn_of_refusal(const std::optional<cron::Refusal>& now,
                     const std::optional<cron::Refusal>& then, Diagnostics& diagnostics) {
    if (now) {
        diagnostics.push_back(
            {DiagnosticSeverity::warning,
             fmt::format("cron refuses this table, and runs none of it: line {}: {}", now->line,
                         now->words),
             then ? "correct that line of the table" : "putting the table right mends that, too",
             {"", now->line, 0}});
    }
}

}  // namespace cronmend::plan
