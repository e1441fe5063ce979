#include "checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/cron/table_size.hpp"
#include "slot.hpp"

namespace cronmend::plan {
namespace {

// The limits of the other crons, which count what lines hold; none is below 255.
Result<void> check_limits(const TableInput& input, const std::string& text, std::size_t lines) {
    if (lines < 255) {
        return {};
    }
    const auto refusal = cron::refusal_for_length(
        cron::Crontab::parse(text, input.flavour, input.form), table_owner(input));
    if (!refusal) {
        return {};
    }
    return unexpected(
        ErrorCode::unsupported,
        fmt::format("the {} would be too long: {}", name_of_table(input), refusal->words),
        "nothing was written; " + refusal->mend);
}

Error cannot_guard(const Slot& slot, const std::string& shell) {
    return {ErrorCode::unsupported,
            fmt::format("job {} needs a guard for its time zone ({}), and SHELL={} holds for it, "
                        "which does not read quotes as sh does",
                        slot.id(), slot.job->timezone, printable(shell)),
            "declare SHELL: /bin/sh under its `environment:`, or its times in the host's zone"};
}

Error cannot_export(const Slot& slot, const std::string& shell) {
    std::string names;
    for (const auto& variable : slot.exports) {
        names += (names.empty() ? "" : ", ") + variable.first;
    }
    return {ErrorCode::unsupported,
            fmt::format("job {} has variables that are set in its command with `export` ({}), and "
                        "SHELL={} holds for it, which is not known to read that as sh does",
                        slot.id(), names, printable(shell)),
            fmt::format("declare SHELL: /bin/sh under its `environment:`, or set {} in the command "
                        "itself, in the words of that shell",
                        slot.exports.size() == 1 ? "it" : "them")};
}

}  // namespace

Result<void> check_shells(const TableInput& input, const Assessment& final) {
    for (const Slot& slot : final.matching.slots) {
        if (!slot.entry || !slot.job->enabled) {
            continue;
        }
        const ReadEntry& entry = final.reading.entries[*slot.entry];
        const bool exports = !slot.exports.empty() && entry.has_key(slot.exported_key);
        if (!slot.wanted.guard && !exports) {
            continue;
        }
        const std::string shell =
            effective("SHELL", final.reading.table.value_at(entry.line, "SHELL"), slot.owner, input)
                .value_or("");
        if (!cron::is_sh_like(shell)) {
            return unexpected(slot.wanted.guard ? cannot_guard(slot, shell)
                                                : cannot_export(slot, shell));
        }
    }
    return {};
}

Result<void> check_guard(const TableInput& input, const Assessment& now) {
    const auto& slots = now.matching.slots;
    const auto guarded = std::find_if(slots.begin(), slots.end(), [&](const Slot& slot) {
        return slot.wanted.guard && slot.job->enabled && input.guard_obstacles.contains(slot.owner);
    });
    if (guarded == slots.end()) {
        return {};
    }
    return unexpected(
        ErrorCode::unsupported,
        fmt::format("job {} needs a guard for its time zone ({}), which cannot be started: {}",
                    guarded->id(), guarded->job->timezone,
                    input.guard_obstacles.find(guarded->owner)->second),
        fmt::format("nothing was written; install cronmend where {} can execute it, such as "
                    "/usr/local/bin, or name such a one with `guard:` in the settings file",
                    guarded->owner));
}

Result<void> check_inherited(const TableInput& input, const Assessment& now) {
    const Needs needs{input};
    for (const Slot& slot : now.matching.slots) {
        const Lookup there =
            lookup_at(now.reading, slot.entry ? now.reading.entries[*slot.entry].line
                                              : now.reading.table.lines().size());
        for (const Need& need : needs.of(slot)) {
            const auto wanted = effective(need.name, need.value, slot.owner, input);
            if (!slot.job->enabled || need.declared || !wanted ||
                wanted == effective(need.name, there(need.name), slot.owner, input) ||
                cron::render_assignment({std::string{need.name}, *wanted}, input.flavour)) {
                continue;
            }
            return unexpected(
                ErrorCode::unsupported,
                fmt::format("the entry of job {} stood under {}, which is gone from the {}, and in "
                            "a table of {} no line can say that",
                            slot.id(), redact(fmt::format("{}={}", need.name, printable(*wanted))),
                            name_of_table(input), cron::program_of(input.flavour)),
                fmt::format("nothing was written; declare what {} shall be under `environment:` "
                            "of the job",
                            need.name));
        }
    }
    return {};
}

Result<void> check_size(const TableInput& input, const std::string& text) {
    if (text.size() > cron::kMostTableBytes) {
        return unexpected(
            ErrorCode::unsupported,
            fmt::format("the crontab of {} would have {} bytes; cronmend works on up to {}",
                        input.user, text.size(), cron::kMostTableBytes),
            "nothing was written; take out of it what makes it so large");
    }
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (input.flavour != cron::Flavour::debian) {
        return check_limits(input, text, lines);
    }
    if (lines > cron::kMostLines) {
        return unexpected(
            ErrorCode::unsupported,
            fmt::format("the {} would have {} lines; crontab takes {} at the most, "
                        "comments and cronmend's markers included",
                        name_of_table(input), lines, cron::kMostLines),
            "nothing was written; move jobs to another table, or join some into a script");
    }
    return {};
}

Result<void> check_emptying(const TableInput& input, const Assessment& now) {
    // What a rollback brought back had been taken out with leave before.
    const auto removals = std::count_if(
        now.judgement.verdicts.begin(), now.judgement.verdicts.end(), [&](const Verdict& verdict) {
            const std::string& job = verdict.change.job;
            return verdict.change.action == Action::remove && !input.moved_to.contains(job) &&
                   !input.brought_back.contains(job);
        });
    if (input.emptying == Emptying::allow || !input.jobs.empty() || removals == 0) {
        return {};
    }
    const std::string which =
        removals == 1 ? "the one entry" : fmt::format("all {} entries", removals);
    return unexpected(
        ErrorCode::unsupported,
        fmt::format("nothing is declared for {} any more: {} of cronmend in the {} would be "
                    "removed",
                    input.user, which, name_of_table(input)),
        fmt::format("nothing was written; if {} shall really go, say --allow-empty",
                    removals == 1 ? "it" : "they"));
}

Result<void> check_owned(const TableInput& input, const Assessment& now,
                         std::size_t foreign_entries) {
    const Reading& reading = now.reading;
    const bool marked =
        !reading.blocks.empty() || !reading.loose_markers.empty() ||
        std::any_of(reading.entries.begin(), reading.entries.end(),
                    [](const ReadEntry& entry) { return entry.marker.has_value(); });
    if (input.form == cron::TableForm::user || foreign_entries == 0 || marked ||
        !input.last_applied.empty()) {
        return {};
    }
    const std::string& path = input.user;
    return unexpected(
        ErrorCode::unsupported,
        fmt::format("{} holds {} that {} not declared, and nothing of cronmend's: a system table "
                    "that is a target is cronmend's as a whole",
                    path, count_of(foreign_entries, "entry", "entries"),
                    foreign_entries == 1 ? "is" : "are"),
        fmt::format("nothing was written; declare what stands there too (`cronmend import --system "
                    "{}` writes it), or name another target",
                    path));
}

}  // namespace cronmend::plan
