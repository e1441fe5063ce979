// The text that carries a judgement out, every other line kept as it is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cronmend/cron/environment.hpp"
#include "judgement.hpp"
#include "matching.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// Entries whose environment the table does not give them stand together at the table's end, below
// environment lines of ours, behind which the values of before are put back, so that nothing
// appended later is touched.
enum class Blocks {
    rebuild,  // our environment lines are taken out and laid anew at the end
    keep,     // they stay where they are: somebody's entry stands among them and lives by them
};

struct Layout {
    std::string text;
    // What a slot was given, by its place in Matching::slots: environment lines and the entry.
    std::map<std::size_t, std::string> given;
};

[[nodiscard]] Layout lay_out(const TableInput& input, const Reading& reading,
                             const Matching& matching, const Judgement& judgement, Blocks blocks);

// A line that is not ours to change, and, for an entry, what stands for all that is in force for
// it.
struct Bystander {
    std::string text;
    bool is_entry = false;
    bool is_ours = false;  // but not to be touched in this plan
    cron::EnvironmentMark environment;

    friend bool operator==(const Bystander&, const Bystander&) = default;
};

// In their order. Entries of ours that a plan only reports or holds count among them.
// `presumed`: what counts as in force where nothing is set.
[[nodiscard]] std::vector<Bystander> bystanders(const Reading& reading, const Matching& matching,
                                                const Judgement& judgement,
                                                const cron::Environment& presumed);

}  // namespace cronmend::plan
