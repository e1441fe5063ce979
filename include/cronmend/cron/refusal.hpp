// Whether the host's crontab program would take a table, told without asking it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cronmend/cron/crontab.hpp"

namespace cronmend::cron {

struct Refusal {
    std::size_t line = 0;  // the first line that would be refused, counted from 1
    std::string words;     // crontab(1)'s own words, and the reason where it can be given
    std::string mend;      // may be empty

    friend bool operator==(const Refusal&, const Refusal&) = default;
};

// What the crontab of the table's flavour would refuse of it. Debian's (3.0pl1-162) and cronie's: a
// line it cannot read, a last line without its newline, too many lines (kMostLines) or entries. The
// crontabs of the others refuse nothing, so that for them it is what the daemon would not read at
// all: in busybox all beyond 255 lines of a user who is not root. Nothing if it would take the
// table. `owner` is the table's user.
[[nodiscard]] std::optional<Refusal> refusal(const Crontab& table, std::string_view owner = "root");

// That part of it alone that is about a last line without its newline.
[[nodiscard]] std::optional<Refusal> refusal_for_open_end(const Crontab& table);

// That part of it alone that is about too many lines or entries.
[[nodiscard]] std::optional<Refusal> refusal_for_length(const Crontab& table,
                                                        std::string_view owner = "root");

}  // namespace cronmend::cron
