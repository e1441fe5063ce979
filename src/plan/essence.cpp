#include "essence.hpp"

#include <algorithm>
#include <array>
#include <iterator>

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

std::string_view command_of_key(std::string_view key) {
    return key.substr(key.find('\n') + 1);
}

Essence essence_of(std::string_view command) {
    Essence essence;
    essence.core = core_of(command);
    essence.program = essence.core.substr(0, essence.core.find_first_of(" \t"));
    return essence;
}

Essence essence_of(const Slot& slot) {
    return essence_of(command_of_key(slot.plain_key));
}

std::size_t likeness(const Essence& a, const Essence& b) {
    const std::string& one = a.core;
    const std::string& other = b.core;
    const auto front = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    const auto back = std::mismatch(one.rbegin(), std::make_reverse_iterator(front.first),
                                    other.rbegin(), std::make_reverse_iterator(front.second));
    return static_cast<std::size_t>((front.first - one.begin()) + (back.first - one.rbegin()));
}

}  // namespace cronmend::plan
