// The lines that no change may touch.
#pragma once

#include <string>
#include <vector>

#include "cronmend/cron/environment.hpp"
#include "judgement.hpp"
#include "matching.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// A line that is not ours to change, and, for an entry, what stands for all that is in force for
// it.
struct Bystander {
    std::string text;
    bool is_entry = false;
    bool is_ours = false;  // but not to be touched in this plan, or another declaration's
    cron::EnvironmentMark environment;

    friend bool operator==(const Bystander&, const Bystander&) = default;
};

// In their order. Entries of ours that a plan only reports or holds count among them.
// `presumed`: what counts as in force where nothing is set.
[[nodiscard]] std::vector<Bystander> bystanders(const TableInput& input, const Reading& reading,
                                                const Matching& matching,
                                                const Judgement& judgement,
                                                const cron::Environment& presumed);

}  // namespace cronmend::plan
