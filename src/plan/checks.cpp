#include "checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/refusal.hpp"
#include "slot.hpp"

namespace cronmend::plan {
namespace {

// The limits of the other crons, which count what lines hold; none is below 255.
Result<void> check_limits(const TableInput& input, const std::string& text, std::size_t lines) {
    if (lines < 255) {
        return {};
    }
    const auto refusal =
        cron::refusal_for_length(cron::Crontab::parse(text, input.flavour), input.user);
    if (!refusal) {
        return {};
    }
    return unexpected(
        ErrorCode::unsupported,
        fmt::format("the crontab of {} would be too long: {}", input.user, refusal->words),
        "nothing was written; " + refusal->mend);
}

}  // namespace

Result<void> check_shells(const TableInput& input, const Assessment& final) {
    for (const Slot& slot : final.matching.slots) {
        if (!slot.wanted.guard || !slot.entry || !slot.job->enabled) {
            continue;
        }
        const std::size_t line = final.reading.entries[*slot.entry].line;
        const std::string shell =
            effective("SHELL", final.reading.table.value_at(line, "SHELL"), input).value_or("");
        if (!cron::is_sh_like(shell)) {
            return unexpected(
                ErrorCode::unsupported,
                fmt::format(
                    "job {} needs a guard for its time zone ({}), and SHELL={} holds for it, "
                    "which does not read quotes as sh does",
                    slot.id(), slot.job->timezone, printable(shell)),
                "declare SHELL: /bin/sh under its `environment:`, or its times in the host's zone");
        }
    }
    return {};
}

Result<void> check_size(const TableInput& input, const std::string& text) {
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (input.flavour != cron::Flavour::debian) {
        return check_limits(input, text, lines);
    }
    if (lines > cron::kMostLines) {
        return unexpected(
            ErrorCode::unsupported,
            fmt::format("the crontab of {} would have {} lines; crontab takes {} at the most, "
                        "comments and cronmend's markers included",
                        input.user, lines, cron::kMostLines),
            "nothing was written; move jobs to another user's table, or join some into a script");
    }
    return {};
}

Result<void> check_emptying(const TableInput& input, const Assessment& now) {
    const auto removals = std::count_if(
        now.judgement.verdicts.begin(), now.judgement.verdicts.end(),
        [](const Verdict& verdict) { return verdict.change.action == Action::remove; });
    if (input.emptying == Emptying::allow || !input.jobs.empty() || removals == 0) {
        return {};
    }
    const std::string which =
        removals == 1 ? "the one entry" : fmt::format("all {} entries", removals);
    return unexpected(
        ErrorCode::unsupported,
        fmt::format("nothing is declared for {0} any more: {1} of cronmend in the crontab of {0} "
                    "would be removed",
                    input.user, which),
        fmt::format("nothing was written; if {} shall really go, say --allow-empty",
                    removals == 1 ? "it" : "they"));
}

}  // namespace cronmend::plan
