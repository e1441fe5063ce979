#include "edits.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "cronmend/cron/command.hpp"
#include "cronmend/cron/guard.hpp"

namespace cronmend::plan {
namespace {

// What half of the world's commands start with: shell words, wrappers, interpreters. Sorted.
constexpr auto kCommonWords = std::to_array<std::string_view>(
    {"(",       ".",       "[",      "bash",  "cd",     "chronic", "dash",    "env",
     "exec",    "export",  "flock",  "for",   "if",     "ionice",  "java",    "ksh",
     "nice",    "node",    "nohup",  "perl",  "php",    "python",  "python3", "ruby",
     "runuser", "set",     "setsid", "sh",    "source", "su",      "sudo",    "test",
     "time",    "timeout", "umask",  "while", "zsh",    "{"});
static_assert(std::ranges::is_sorted(kCommonWords));

bool tells_jobs_apart(std::string_view program) {
    const std::string_view name = program.substr(program.find_last_of('/') + 1);
    return !name.empty() && !std::ranges::binary_search(kCommonWords, name);
}

std::string core_of(std::string_view command) {
    const auto found = cron::find_guard(command);
    if (!found) {
        return std::string{cron::without_exports(command)};
    }
    const std::size_t input = found->after.find('\0');
    return found->guarded.command +
           (input == std::string::npos ? std::string{} : found->after.substr(input));
}

// True if a rollback brought the slot's entry as something else than is declared.
bool was_rolled_back(const TableInput& input, const Slot& slot) {
    const auto is_its = [&](const ChangeKey& key) {
        return key.job == slot.id() && key.index == slot.index() && key.kind == DriftKind::changed;
    };
    return std::any_of(input.held.begin(), input.held.end(), is_its) ||
           std::any_of(input.released.begin(), input.released.end(), is_its);
}

std::string_view command_of(std::string_view key) {
    return key.substr(key.find('\n') + 1);
}

}  // namespace

bool Essence::tells() const {
    return tells_jobs_apart(program);
}

bool Essence::has_grown_into(const Essence& other) const {
    constexpr std::string_view kBefore = " \t;&|(";
    constexpr std::string_view kBehind = " \t;&|<>)";
    if (core == program && !tells()) {
        return false;  // a word that half of the world's commands hold
    }
    const std::string_view text = other.core;
    for (std::size_t at = text.find(core); at != std::string_view::npos;
         at = text.find(core, at + 1)) {
        const std::size_t end = at + core.size();
        if ((at == 0 || kBefore.find(text[at - 1]) != std::string_view::npos) &&
            (end == text.size() || kBehind.find(text[end]) != std::string_view::npos)) {
            return true;
        }
    }
    return false;
}

Essence essence_of(std::string_view command) {
    Essence essence;
    essence.core = core_of(command);
    essence.program = essence.core.substr(0, essence.core.find_first_of(" \t"));
    return essence;
}

Essence essence_of(const Slot& slot) {
    return essence_of(command_of(slot.plain_key));
}

std::size_t likeness(const Essence& a, const Essence& b) {
    const std::string& one = a.core;
    const std::string& other = b.core;
    const auto front = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    const auto back = std::mismatch(one.rbegin(), std::make_reverse_iterator(front.first),
                                    other.rbegin(), std::make_reverse_iterator(front.second));
    return static_cast<std::size_t>((front.first - one.begin()) + (back.first - one.rbegin()));
}

bool same_times(const Slot& slot, const ReadEntry& entry) {
    return std::string_view{slot.plain_key}.substr(0, slot.plain_key.find('\n')) == entry.start_key;
}

const Essence& Edits::essence(const ReadEntry& entry) const {
    const auto found = essences_.find(&entry);
    return found != essences_.end()
               ? found->second
               : essences_.emplace(&entry, essence_of(entry.command)).first->second;
}

const Essence& Edits::essence(const Slot& slot) const {
    const auto found = essences_.find(&slot);
    return found != essences_.end() ? found->second
                                    : essences_.emplace(&slot, essence_of(slot)).first->second;
}

bool Edits::is_new(const ReadEntry& entry) const {
    return input_.last_seen && !seen().lines.contains(reading_.table.text_of(entry.line));
}

bool Edits::certain(const Slot& slot, const ReadEntry& entry) const {
    // With `mode: warn` the edit stays, and is one in the passes behind this, too; and so is one
    // that a rollback brought.
    const bool may_stand =
        entry.marker && (slot.job->mode == desired::Mode::warn || was_rolled_back(input_, slot));
    if (!is_new(entry) && !may_stand) {
        return false;
    }
    const Essence& ours = essence(slot);
    const Essence& its = essence(entry);
    const bool same_program = ours.program == its.program && ours.tells();
    const bool fits = ours.core == its.core || command_of(slot.exported_key) == entry.command ||
                      (same_times(slot, entry) && (same_program || ours.has_grown_into(its)));
    return fits && !(input_.last_seen && seen().lost.contains(its.program));
}

std::size_t Edits::likeness_to_lost(const Essence& essence) const {
    if (!input_.last_seen) {
        return 0;
    }
    const auto lost = seen().lost.find(essence.program);
    std::size_t most = 0;
    if (lost != seen().lost.end()) {
        for (const Essence& other : lost->second) {
            most = std::max(most, likeness(other, essence));
        }
    }
    return most;
}

const Edits::Seen& Edits::seen() const {
    if (!seen_) {
        seen_ = look_back();
    }
    return *seen_;
}

Edits::Seen Edits::look_back() const {
    std::unordered_set<std::string_view> known;
    for (const AppliedEntry& applied : input_.last_applied) {
        known.insert(applied.line);
    }
    for (const ReadEntry& entry : reading_.entries) {
        known.insert(entry.text);
    }
    const Reading then = read_table(*input_.last_seen, input_.flavour, input_.form);
    Seen seen;
    for (std::size_t line = 0; line < then.table.lines().size(); ++line) {
        seen.lines.emplace(then.table.text_of(line));
    }
    for (const ReadEntry& entry : then.entries) {
        if (!entry.disabled && !known.contains(entry.text)) {
            Essence essence = essence_of(entry.command);
            std::string program = essence.program;
            seen.lost[std::move(program)].push_back(std::move(essence));
        }
    }
    return seen;
}

}  // namespace cronmend::plan
