#include "matching.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "cronmend/base/text.hpp"
#include "leftovers.hpp"

namespace cronmend::plan {
namespace {

std::string_view first_word(std::string_view command) {
    return command.substr(0, command.find_first_of(" \t"));
}

// True if two commands that start with this word are likely to be one job, edited. What half of the
// world's commands start with (shell words, wrappers, interpreters) tells nothing.
bool tells_jobs_apart(std::string_view program) {
    static const std::set<std::string_view> kCommon{
        ".",    "(",       "{",       "[",      "bash",  "cd",     "chronic", "dash",
        "env",  "exec",    "export",  "flock",  "for",   "if",     "ionice",  "java",
        "ksh",  "nice",    "node",    "nohup",  "perl",  "php",    "python",  "python3",
        "ruby", "runuser", "set",     "setsid", "sh",    "source", "su",      "sudo",
        "test", "time",    "timeout", "umask",  "while", "zsh"};
    const std::string_view name = program.substr(program.find_last_of('/') + 1);
    return !name.empty() && !kCommon.contains(name);
}

// The program that a command starts, be it behind a guard.
std::string program_of(std::string_view command) {
    return std::string{first_word(unguarded(std::string{command}))};
}

std::string_view command_of(std::string_view key) {
    return key.substr(key.find('\n') + 1);
}

bool is_as_applied(const Slot& slot, const ReadEntry& entry) {
    return slot.last != nullptr && slot.last->line == entry.text;
}

// Gives entries to slots, surest sign first; an entry is given once.
class Matcher {
public:
    Matcher(const TableInput& input, const Reading& reading, std::vector<Slot>& slots)
        : input_(input), reading_(reading), slots_(slots), taken_(reading.entries.size(), false) {
        for (std::size_t i = 0; i < reading.entries.size(); ++i) {
            const ReadEntry& entry = reading.entries[i];
            if (entry.marker) {
                marked_[entry.marked_job].push_back(i);
            }
        }
    }

    void run() {
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && means_the_same(slot, entry);
        });
        by_meaning();
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && (is_as_applied(slot, entry) || entry.intact);
        });
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return !entry.disabled && is_edit_of(slot, entry);
        });
        adopted_as_applied();
        edits_of_adopted();
        for_marked([&](const Slot& slot, const ReadEntry& entry) {
            return entry.disabled &&
                   (entry.intact || means_the_same(slot, entry) || is_as_applied(slot, entry));
        });
        commented_out_without_marker();
        as_written();
    }

    [[nodiscard]] bool taken(std::size_t entry) const { return taken_[entry]; }

private:
    static bool means_the_same(const Slot& slot, const ReadEntry& entry) {
        return entry.has_key(slot.plain_key) || entry.has_key(slot.exported_key);
    }

    // An edit of the slot's entry, as far as that is certain: a line that was not there at the last
    // pass, with the same command, or with the same times and a program that tells. Not where a
    // line of somebody else's of the kind is gone as well: it may be that one, edited.
    [[nodiscard]] bool is_edit_of(const Slot& slot, const ReadEntry& entry) const {
        if (!input_.last_seen || seen().lines.contains(reading_.table.text_of(entry.line))) {
            return false;
        }
        const std::string_view wanted = command_of(slot.plain_key);
        const std::string program = program_of(wanted);
        const bool same_program = program == program_of(entry.command);
        const bool same_command =
            wanted == entry.command || command_of(slot.exported_key) == entry.command;
        const bool same_times =
            slot.plain_key.substr(0, slot.plain_key.find('\n')) == entry.schedule_key;
        return (same_command || (same_times && same_program && tells_jobs_apart(program))) &&
               !(same_program && seen().lost_programs.contains(program));
    }

    // The table of the last pass.
    struct Seen {
        std::set<std::string, std::less<>> lines;
        std::set<std::string> lost_programs;  // of others' entries that stand there no more
    };

    // Precondition: input_.last_seen. Read when first asked for.
    [[nodiscard]] const Seen& seen() const {
        if (!seen_) {
            seen_ = look_back();
        }
        return *seen_;
    }

    [[nodiscard]] Seen look_back() const {
        std::unordered_set<std::string_view> known;
        for (const AppliedEntry& applied : input_.last_applied) {
            known.insert(applied.line);
        }
        for (const ReadEntry& entry : reading_.entries) {
            known.insert(entry.text);
        }
        const Reading then = read_table(*input_.last_seen, input_.flavour);
        Seen seen;
        for (std::size_t line = 0; line < then.table.lines().size(); ++line) {
            seen.lines.emplace(then.table.text_of(line));
        }
        for (const ReadEntry& entry : then.entries) {
            if (!entry.disabled && !known.contains(entry.text)) {
                seen.lost_programs.insert(program_of(entry.command));
            }
        }
        return seen;
    }

    void give(Slot& slot, std::size_t entry) {
        slot.entry = entry;
        taken_[entry] = true;
    }

    template <class Fits>
    void for_marked(const Fits& fits) {
        for (Slot& slot : slots_) {
            for (const std::string* id : {&slot.job->id, &slot.job->renamed_from}) {
                const auto candidates = marked_.find(*id);
                if (slot.entry || candidates == marked_.end()) {
                    continue;
                }
                const auto found = std::find_if(
                    candidates->second.begin(), candidates->second.end(),
                    [&](std::size_t i) { return !taken_[i] && fits(slot, reading_.entries[i]); });
                if (found != candidates->second.end()) {
                    give(slot, *found);
                }
            }
        }
    }

    // Entries without a marker of their own, or with one whose job is not there: adopted by what
    // they do. What shall be out would be removed: to do the same is not enough for that.
    void by_meaning() {
        std::unordered_multimap<std::string, std::size_t> entries;
        for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
            if (!taken_[i] && !reading_.entries[i].disabled) {
                entries.emplace(reading_.entries[i].key(), i);
            }
        }
        for (Slot& slot : slots_) {
            if (!slot.job->enabled) {
                continue;
            }
            for (const std::string* key : {&slot.plain_key, &slot.exported_key}) {
                std::optional<std::size_t> first;
                const auto [begin, end] = entries.equal_range(*key);
                for (auto it = begin; it != end && !slot.entry; ++it) {
                    if (!taken_[it->second] && (!first || it->second < *first)) {
                        first = it->second;
                    }
                }
                if (first) {
                    give(slot, *first);
                }
            }
        }
    }

    // True for a slot without an entry whose entry of the last pass had no marker to be known by.
    static bool seeks_adopted(const Slot& slot) {
        return !slot.entry && slot.last != nullptr && !slot.last->marked && slot.job->enabled;
    }

    // The line of the last pass, letter by letter, though the declaration now says something else.
    void adopted_as_applied() {
        for (Slot& slot : slots_) {
            for (std::size_t i = 0; i < reading_.entries.size() && seeks_adopted(slot); ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && !entry.disabled && !entry.intact && is_as_applied(slot, entry)) {
                    give(slot, i);
                }
            }
        }
    }

    // An edit of an adopted entry is the one line that was not there at the last pass and has the
    // same command, or the same times and program. Where there are two, neither is taken.
    void edits_of_adopted() {
        std::map<std::size_t, std::vector<Slot*>> claims;  // by entry
        for (Slot& slot : slots_) {
            if (!seeks_adopted(slot) || !input_.last_seen) {
                continue;
            }
            const std::vector<std::size_t> found = new_lines_like(slot);
            if (found.size() == 1) {
                claims[found.front()].push_back(&slot);
            }
        }
        for (const auto& [entry, slots] : claims) {
            if (slots.size() == 1) {
                give(*slots.front(), entry);
            }
        }
    }

    [[nodiscard]] std::vector<std::size_t> new_lines_like(const Slot& slot) const {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
            const ReadEntry& entry = reading_.entries[i];
            if (!taken_[i] && !entry.disabled && !entry.marker && is_edit_of(slot, entry)) {
                found.push_back(i);
            }
        }
        return found;
    }

    // Without our marker a comment is anybody's; it is ours only if it says letter by letter what
    // we put there, and was no comment at the last pass.
    void commented_out_without_marker() {
        for (Slot& slot : slots_) {
            if (slot.entry || slot.last == nullptr || !input_.last_seen) {
                continue;
            }
            for (std::size_t i = 0; i < reading_.entries.size(); ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && entry.disabled && !entry.marker && is_as_applied(slot, entry) &&
                    !seen().lines.contains(reading_.table.text_of(entry.line))) {
                    give(slot, i);
                    break;
                }
            }
        }
    }

    // A command copied out of a crontab with its `\%`: the table's line and the declared command
    // look the same but, escaped once more, would not be.
    void as_written() {
        for (Slot& slot : slots_) {
            if (slot.entry || slot.job->raw || !slot.job->enabled ||
                slot.job->command.find('\\') == std::string::npos) {
                continue;
            }
            const std::string_view command = trim_blanks(slot.job->command);
            const std::string key = slot.plain_key.substr(0, slot.plain_key.find('\n'));
            for (std::size_t i = 0; i < reading_.entries.size() && !slot.entry; ++i) {
                const ReadEntry& entry = reading_.entries[i];
                if (!taken_[i] && !entry.disabled && entry.raw_command == command &&
                    entry.schedule_key == key) {
                    give(slot, i);
                    slot.as_written = true;
                }
            }
        }
    }

    const TableInput& input_;
    const Reading& reading_;
    std::vector<Slot>& slots_;
    std::vector<bool> taken_;
    std::unordered_map<std::string, std::vector<std::size_t>> marked_;
    mutable std::optional<Seen> seen_;
};

}  // namespace

Matching match(const TableInput& input, const Reading& reading, std::vector<Slot> slots) {
    Matching matching{std::move(slots), {}};
    Matcher matcher{input, reading, matching.slots};
    matcher.run();
    std::vector<std::size_t> left;  // often every entry is taken
    for (std::size_t i = 0; i < reading.entries.size(); ++i) {
        if (!matcher.taken(i)) {
            left.push_back(i);
        }
    }
    if (!left.empty()) {
        matching.leftovers = sort_leftovers(input, reading, matching.slots, left);
    }
    return matching;
}

}  // namespace cronmend::plan
