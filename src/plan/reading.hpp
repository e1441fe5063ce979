// A crontab read for planning: which lines carry our marks, and what each entry means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cronmend/cron/crontab.hpp"

namespace cronmend::plan {

// An entry, in force or commented out.
struct ReadEntry {
    std::size_t line = 0;               // index into the table's lines
    bool disabled = false;              // commented out
    std::string text;                   // the entry without comment sign, CR and LF
    std::string user;                   // whom it names, in a system table
    std::string start_key;              // as start_key()
    std::string command;                // what the shell is given, and standard input
    std::string raw_command;            // the command as it stands in the table
    std::optional<std::size_t> marker;  // line of the job marker right above it
    std::string marked_job;             // the id on that marker
    bool intact = false;                // the marker's fingerprint is that of this very line
    bool carriage_return = false;       // a CR behind it, which cron hands to the command

    // Equal for entries that start the same command at the same times, as the same user.
    [[nodiscard]] std::string key() const { return start_key + '\n' + command; }
    // key() == wanted
    [[nodiscard]] bool has_key(std::string_view wanted) const {
        return wanted.size() == start_key.size() + 1 + command.size() &&
               wanted.starts_with(start_key) && wanted[start_key.size()] == '\n' &&
               wanted.ends_with(command);
    }
};

// Environment lines that cronmend wrote, below their marker, untouched since.
struct EnvironmentBlock {
    std::size_t marker = 0;  // line of the marker
    std::size_t lines = 0;   // assignments below it

    [[nodiscard]] bool contains(std::size_t line) const {
        return line >= marker && line <= marker + lines;
    }
};

// An entry behind which variables that were set for it are not put back any more, as somebody has
// edited the lines that did, or taken them out.
struct OpenEnd {
    std::string before;   // the entry, and what was made of those lines
    std::string after;    // the entry, and what stood there
    std::string name;     // of a variable that is not put back
    bool edited = false;  // not just gone
};

struct Reading {
    cron::Crontab table;
    std::vector<ReadEntry> entries;          // in the order of their lines
    std::vector<EnvironmentBlock> blocks;    // in the order of their lines
    std::vector<std::size_t> loose_markers;  // marker lines without an entry or block under them
    std::vector<std::size_t> separators;     // of a text that was laid out: see Layout
    // Of a table as it was observed; see find_block_damage().
    std::vector<std::size_t> remains;  // lines of blocks that somebody has edited; ascending
    std::unordered_map<std::size_t, OpenEnd> open_ends;  // by the entry's place in `entries`

    // True for a line that cronmend wrote, or that was made of one.
    [[nodiscard]] bool in_block(std::size_t line) const;
    [[nodiscard]] bool in_remains(std::size_t line) const;
    // True if crontab takes the table only with a newline behind its last line.
    [[nodiscard]] bool wants_final_newline() const;
};

[[nodiscard]] Reading read_table(std::string text, cron::Flavour flavour = cron::Flavour::debian,
                                 cron::TableForm form = cron::TableForm::user);

// Equal for entries that start at the same times and, in a system table, as the same user, who is
// not named in a user's. Without a newline.
[[nodiscard]] std::string start_key(const cron::Schedule& schedule, std::string_view user);

// What an entry's command comes down to: see ReadEntry::command.
[[nodiscard]] std::string command_key(std::string_view command_text,
                                      cron::Flavour flavour = cron::Flavour::debian);

}  // namespace cronmend::plan
