// What a sighted entry is as a job, as far as a declaration can say it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cronmend/adopt/import.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "survey.hpp"

namespace cronmend::adopt {

// A variable that is in force for an entry but stays undeclared.
struct Undeclared {
    std::optional<std::string> name;  // nothing: those beyond kMostVariables
    std::string reason;
};

struct Draft {
    desired::Job job;               // without an id
    std::vector<Sighting> entries;  // one for each schedule of the job
    std::vector<Undeclared> undeclared;
    // The zone that its times are in; empty: the host's; nothing: it has no times.
    std::optional<std::string> zone;
};

// What a declaration says of this entry; the reason in words if it cannot say its command.
struct Drafting {
    std::optional<Draft> draft;
    std::string reason;
};
[[nodiscard]] Drafting draft_of(const Sighting& seen, const StandingTable& table,
                                const ImportOptions& options);

// What its reader should know that YAML cannot say: whose entry it was, what is not declared.
[[nodiscard]] std::vector<std::string> remarks_of(const Draft& draft);

// Equal for entries that do the same at the same times.
[[nodiscard]] std::string meaning_of(const Draft& draft, cron::Flavour flavour);

// Equal for entries of one table that are one job but for their times.
[[nodiscard]] std::string likeness_of(const Draft& draft);

}  // namespace cronmend::adopt
