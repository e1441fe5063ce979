#include "cronmend/cron/guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/fire_times.hpp"
#include "quoting.hpp"

namespace cronmend::cron {
namespace {

using std::chrono::minutes;

std::string shell_word(std::string_view text) {
    constexpr std::string_view kHarmless =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-+:,@";
    const bool plain = !text.empty() && text.front() != '-' &&
                       text.find_first_not_of(kHarmless) == std::string_view::npos;
    return plain ? std::string{text} : in_single_quotes(text);
}

std::optional<unsigned> read_number(std::string_view text) {
    unsigned number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc{} && end == text.data() + text.size() ? std::optional{number}
                                                                      : std::nullopt;
}

Error misuse(const std::string& what) {
    return {ErrorCode::invalid_input, what,
            "write: cronmend at --zone Europe/Berlin '0 3 * * *' -- 'COMMAND'"};
}

Result<void> read_option(const std::string& name, const std::string& value, Guard& guard) {
    if (name == "--zone" || name == "--host") {
        (name == "--zone" ? guard.zone : guard.host) = value;
        return {};
    }
    if (name == "--ahead") {
        guard.ahead = parse_offset(value);
        if (!guard.ahead) {
            return unexpected(
                misuse("--ahead: \"" + printable(value) + "\" is no time such as +01:00"));
        }
        return {};
    }
    if (name == "--grace") {
        guard.grace = read_number(value).value_or(0);
        if (guard.grace < 1 || guard.grace > kDefaultGrace) {
            return unexpected(misuse("--grace: \"" + printable(value) +
                                     "\" is no number of minutes from 1 to 60"));
        }
        return {};
    }
    return unexpected(misuse("at does not know \"" + printable(name) + "\""));
}

// The most words that a guard has: its options, their values, the schedule, `--` and the command.
constexpr std::size_t kMostWords = 11;

// What a word of a command can begin behind.
constexpr std::string_view kBeforeWord = " \t;&|(";

// The guard whose program is the word at `begin`.
std::optional<FoundGuard> guard_from(std::string_view text, std::size_t begin) {
    const auto program = word_at(text, begin);
    auto word = program ? word_at(text, program->end) : std::nullopt;
    if (!word || word->text != "at") {
        return std::nullopt;
    }
    std::vector<std::string> words;
    bool last = false;  // the word behind `--` is the last
    while (!last) {
        word = word_at(text, word->end);
        // No further: a line may name any number of programs called `at`.
        if (!word || words.size() == kMostWords || (words.empty() && word->text[0] != '-')) {
            return std::nullopt;
        }
        last = !words.empty() && words.back() == "--";
        words.push_back(word->text);
    }
    auto arguments = read_guard(words);
    if (!arguments) {
        return std::nullopt;
    }
    return FoundGuard{
        std::string{text.substr(0, begin)},
        {"", program->text, std::move(arguments->guard), std::move(arguments->command)},
        std::string{text.substr(word->end)}};
}

}  // namespace

bool lets_through(const Guard& guard, const Schedule& schedule, const Zone& zone, const Zone& host,
                  Instant now) {
    const FireTimes starts{schedule, zone, Flavour::debian};
    const Instant end = std::chrono::floor<minutes>(now) + minutes{1};
    const Instant begin = end - minutes{guard.grace};
    auto start = starts.previous(end);
    while (start && start->at >= begin) {
        const Seconds ahead = zone.at(start->at).utc_offset - host.at(start->at).utc_offset;
        if (!guard.ahead || *guard.ahead == ahead) {
            return true;
        }
        start = starts.previous(start->at);
    }
    return false;
}

Result<GuardArguments> read_guard(const std::vector<std::string>& words) {
    GuardArguments arguments;
    std::size_t at = 0;
    for (; at < words.size() && words[at].starts_with("--") && words[at] != "--"; at += 2) {
        if (at + 1 == words.size()) {
            return unexpected(misuse(words[at] + " lacks its value"));
        }
        if (auto read = read_option(words[at], words[at + 1], arguments.guard); !read) {
            return unexpected(read.error());
        }
    }
    if (arguments.guard.zone.empty()) {
        return unexpected(misuse("at lacks --zone"));
    }
    if (words.size() - at < 3 || words[at + 1] != "--") {
        return unexpected(misuse("at takes a schedule, --, and a command"));
    }
    if (words.size() - at > 3) {
        return unexpected(misuse("the command is to be one word: put it in quotes"));
    }
    arguments.guard.schedule = words[at];
    arguments.command = words[at + 2];
    return arguments;
}

std::string render_guarded(const GuardedCommand& guarded) {
    const Guard& guard = guarded.guard;
    std::string text =
        guarded.exports + shell_word(guarded.program) + " at --zone " + shell_word(guard.zone);
    if (!guard.host.empty()) {
        text += " --host " + shell_word(guard.host);
    }
    if (guard.ahead) {
        text += " --ahead " + format_offset(*guard.ahead);
    }
    if (guard.grace != kDefaultGrace) {
        text += fmt::format(" --grace {}", guard.grace);
    }
    return text + ' ' + shell_word(guard.schedule) + " -- " + shell_word(guarded.command);
}

std::optional<GuardedCommand> parse_guarded(std::string_view shell_text) {
    GuardedCommand guarded;
    if (shell_text.starts_with("export ")) {
        const auto length = exports_length(shell_text);
        if (!length) {
            return std::nullopt;
        }
        guarded.exports = shell_text.substr(0, *length);
        shell_text.remove_prefix(*length);
    }
    const auto words = quoted_words(shell_text);
    if (!words || words->size() < 2 || (*words)[1] != "at" || !words->front().starts_with('/')) {
        return std::nullopt;
    }
    auto arguments = read_guard({words->begin() + 2, words->end()});
    if (!arguments) {
        return std::nullopt;
    }
    guarded.program = words->front();
    guarded.guard = std::move(arguments->guard);
    guarded.command = std::move(arguments->command);
    if (render_guarded(guarded) != guarded.exports + std::string{shell_text}) {
        return std::nullopt;
    }
    return guarded;
}

std::optional<FoundGuard> find_guard(std::string_view shell_text) {
    for (std::size_t at = shell_text.find('/'); at != std::string_view::npos;
         at = shell_text.find('/', at + 1)) {
        if (at > 0 && kBeforeWord.find(shell_text[at - 1]) == std::string_view::npos) {
            continue;
        }
        if (auto found = guard_from(shell_text, at)) {
            return found;
        }
    }
    return std::nullopt;
}

bool is_sh_like(std::string_view shell) {
    constexpr std::array<std::string_view, 12> kNames{"sh",   "bash", "rbash", "dash",
                                                      "ash",  "ksh",  "ksh93", "mksh",
                                                      "lksh", "posh", "zsh",   "yash"};
    const std::string_view name = shell.substr(shell.find_last_of('/') + 1);
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string format_offset(Seconds offset) {
    const auto length = std::chrono::abs(offset);
    return fmt::format("{}{:02}:{:02}", offset < Seconds{0} ? '-' : '+', length / minutes{60},
                       length % minutes{60} / minutes{1});
}

std::optional<Seconds> parse_offset(std::string_view text) {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const auto hours = read_number(text.substr(1, 2));
    const auto rest = read_number(text.substr(4, 2));
    if (!hours || !rest || *rest > 59) {
        return std::nullopt;
    }
    const Seconds length = minutes{*hours * 60 + *rest};
    return text[0] == '-' ? -length : length;
}

}  // namespace cronmend::cron
