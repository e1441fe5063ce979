// The entries of a table with what stands above them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/guard.hpp"
#include "keeper.hpp"

namespace cronmend::adopt {

// More are in force for an entry only where somebody writes tables by a program; each would be
// declared for each job below it.
inline constexpr std::size_t kMostVariables = 40;

struct Sighting {
    std::size_t line = 0;  // index into the table's lines
    bool commented_out = false;
    std::string user;      // that the entry names, in a system table
    std::string schedule;  // as it stands, runs of blanks made one space
    cron::Schedule when;
    std::string command;  // as it stands, without a CR at its end
    bool quiet = false;   // a '-' stands before it (cronie)
    // What is in force for it: all that cron acts on, and of the rest the first kMostVariables by
    // name.
    cron::Environment environment;
    bool more_variables = false;                  // there are others
    std::optional<cron::GuardedCommand> guarded;  // it stands behind cronmend's guard
    // Of a guard, its zone. Where CRON_TZ counts, its value here: the zone that the times are read
    // in; empty: the host's; nothing: it does not matter.
    std::optional<std::string> zone;
    std::string marked_job;  // the id on cronmend's marker right above; empty: none
    Keeper keeper;
    std::string description;            // the one line of comment above it; empty: none, or more
    std::vector<std::string> comments;  // the lines above it, where they are several
};

// In the order of their lines.
[[nodiscard]] std::vector<Sighting> survey(const cron::Crontab& table);

}  // namespace cronmend::adopt
