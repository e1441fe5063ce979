// The guard of an entry: a program before its command that lets through only the starts that the
// schedule, declared in another zone than the host's, means. See docs/zones.md.
//
//   /usr/bin/cronmend at --zone Europe/Berlin --ahead +02:00 '0 3 * * *' -- '/usr/bin/backup
//   "$HOME"'
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/cron/schedule.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::cron {

inline constexpr unsigned kDefaultGrace = 60;

struct Guard {
    std::string zone;      // IANA name
    std::string schedule;  // as Debian's cron reads it
    // Which of the entries made for the schedule this one is: that for the times when the zone's
    // clock is so far ahead of the host's. Nothing: there is no other.
    std::optional<Seconds> ahead;
    std::string host;                // IANA name of the zone that `ahead` counts from; empty: UTC
    unsigned grace = kDefaultGrace;  // minutes, 1 to 60: how late a start may be decided on

    friend bool operator==(const Guard&, const Guard&) = default;
};

// True if a declared start that is this entry's lies in the last `grace` minutes, that of `now`
// included. `schedule` is the guard's, read; `zone` and `host` are the zones of its names.
[[nodiscard]] bool lets_through(const Guard& guard, const Schedule& schedule, const Zone& zone,
                                const Zone& host, Instant now);

struct GuardArguments {
    Guard guard;
    std::string command;

    friend bool operator==(const GuardArguments&, const GuardArguments&) = default;
};

// The words behind `cronmend at`: --zone ZONE [--host ZONE] [--ahead HH:MM]
// [--grace MINUTES] SCHEDULE -- COMMAND.
// The zones and the schedule are not looked at. Error invalid_input for anything else.
[[nodiscard]] Result<GuardArguments> read_guard(const std::vector<std::string>& words);

// What stands in front of a command, and the command behind it.
struct GuardedCommand {
    std::string exports;  // as with_exports() begins: "export LANG='C'; "; may be empty
    std::string program;  // absolute path
    Guard guard;
    std::string command;  // what the shell is given once the guard lets it through

    friend bool operator==(const GuardedCommand&, const GuardedCommand&) = default;
};

// As a shell of the sh family reads it: the command is one word, in quotes where it needs them.
[[nodiscard]] std::string render_guarded(const GuardedCommand& guarded);
// The reverse, for what render_guarded() wrote; nothing for any other text.
[[nodiscard]] std::optional<GuardedCommand> parse_guarded(std::string_view shell_text);

// A guard among other words of a command.
struct FoundGuard {
    std::string before;      // what stands in front of the program
    GuardedCommand guarded;  // `exports` is empty: they are in `before`
    std::string after;       // what stands behind the guarded command: redirections, say

    friend bool operator==(const FoundGuard&, const FoundGuard&) = default;
};

// The first guard of a command that somebody may have edited since render_guarded() wrote it: put
// behind a wrapper, given a redirection, spaced or quoted otherwise. Nothing where a word of the
// guard itself is more than plain text in quotes: what a shell would make of it is not known here.
[[nodiscard]] std::optional<FoundGuard> find_guard(std::string_view shell_text);

// True if a shell of that name is known to read quotes and `export` as sh does: sh, bash, dash,
// ash, ksh, mksh, posh, zsh, yash, and their variants.
[[nodiscard]] bool is_sh_like(std::string_view shell);

// "+02:00", "-03:30", "+00:00".
[[nodiscard]] std::string format_offset(Seconds offset);
[[nodiscard]] std::optional<Seconds> parse_offset(std::string_view text);

}  // namespace cronmend::cron
