// A table as the planner sees it: before a change, and again after it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "block_damage.hpp"
#include "bystanders.hpp"
#include "cronmend/cron/environment.hpp"
#include "cronmend/plan/plan.hpp"
#include "judgement.hpp"
#include "matching.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// What stands in a table, who it belongs to, and what is off.
struct Assessment {
    Reading reading;
    Matching matching;
    Judgement judgement;

    [[nodiscard]] bool acts() const {
        return std::any_of(judgement.verdicts.begin(), judgement.verdicts.end(),
                           [](const Verdict& verdict) { return verdict.change.acts(); });
    }
};

// The table as it was observed. Errors of make_slots() and check_lines().
[[nodiscard]] Result<Assessment> assess(const TableInput& input, Damage damage);

// Another text, of the same input: what is wanted is taken over, as it is not a matter of the text.
[[nodiscard]] Assessment assess_again(const TableInput& input, const Assessment& known,
                                      std::string text);

// What holds at a line of those variables that decide how its command runs.
[[nodiscard]] cron::Environment significant_environment(const cron::Crontab& table,
                                                        std::size_t line);

// The lines that no change may touch; see bystanders().
[[nodiscard]] std::vector<Bystander> bystanders_of(const TableInput& input,
                                                   const Assessment& assessment,
                                                   const cron::Environment& presumed = {});

}  // namespace cronmend::plan
