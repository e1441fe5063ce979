// Whether the host's crontab program would take a table, told without asking it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cronmend/cron/crontab.hpp"

namespace cronmend::cron {

struct Refusal {
    std::size_t line = 0;  // the first line that would be refused, counted from 1
    std::string words;     // crontab(1)'s own words, and the reason where it can be given
    std::string mend;      // may be empty

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// What Debian's crontab (3.0pl1-162) would refuse of a user's table: a line it cannot read, a last
// line without its newline, more than kMostLines lines. Nothing if it would take the table.
[[nodiscard]] std::optional<Refusal> refusal(const Crontab& table);

}  // namespace cronmend::cron
