#include "explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "bytes.hpp"
#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"

namespace cronmend::cron::detail {

namespace {

struct Words {
    std::string reason;
    std::string mend;
};

constexpr std::size_t kMostQuoted = 40;

std::string quoted(std::string_view text) {
    // A field may be a word of the command, where another one was left out before it.
    const std::string shown = redact(text.substr(0, 10 * kMostQuoted));
    if (shown.size() > kMostQuoted) {
        return fmt::format("\"{}...\"", printable(shown.substr(0, kMostQuoted)));
    }
    return fmt::format("\"{}\"", printable(shown));
}

// The member of the list that starts at `begin`, up to the next comma or blank.
std::string_view member_at(const char* begin, const char* end) {
    const char* at = begin;
    while (at != end && *at != ',' && *at != '\n' && !is(kBlank, *at)) {
        ++at;
    }
    return view(begin, at);
}

std::string_view field_at(const ScheduleScan& scan, const char* end) {
    const char* at = scan.member;
    while (at != end && !is(kPythonSpace, *at)) {
        ++at;
    }
    return view(scan.member, at);
}

std::string capitalised(const char* name) {
    std::string text = name;
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

bool same_letter(char a, char b) {
    return (a | 0x20) == (b | 0x20);
}

// The name that `word` starts with, or is the start of ("tues", "Monday", "mo"); or nothing.
std::string name_meant(const FieldSpec& spec, std::string_view word) {
    for (int i = 0; i < spec.name_count; ++i) {
        const std::string_view name = spec.names[i];
        const std::size_t common = std::min(word.size(), name.size());
        bool same = common >= 2;
        for (std::size_t k = 0; same && k < common; ++k) {
            same = same_letter(word[k], name[k]);
        }
        if (same) {
            return capitalised(spec.names[i]);
        }
    }
    return {};
}

std::string_view last_word(std::string_view member) {
    std::size_t end = member.size();
    while (end > 0 && !is(kAlphanumeric, member[end - 1])) {
        --end;
    }
    std::size_t begin = end;
    while (begin > 0 && is(kAlphanumeric, member[begin - 1])) {
        --begin;
    }
    return member.substr(begin, end - begin);
}

// The first run of letters and digits that holds a letter and is no name of the field.
std::string_view unknown_word(const FieldSpec& spec, std::string_view member) {
    const char* at = member.data();
    const char* end = at + member.size();
    while (at != end) {
        const Token token = scan_token(spec, at, end);
        if (token.why == Why::unknown_word) {
            return view(at, token.rest);
        }
        at = token.why == Why::no_value ? at + 1 : token.rest;
    }
    return last_word(member);
}

// Those that all crons know; see word_lists.hpp for the others.
bool is_nickname(std::string_view word) {
    constexpr std::array<std::string_view, 7> kWords = {"yearly", "annually", "monthly", "weekly",
                                                        "daily",  "hourly",   "reboot"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

Words about_word(const FieldSpec& spec, std::string_view member) {
    const std::string_view word = unknown_word(spec, member);
    if (is_nickname(word)) {
        return {fmt::format("{} is no number", quoted(word)), fmt::format("write @{}", word)};
    }
    if (!spec.names || is(kDigit, word.empty() ? 'x' : word.front())) {
        return {fmt::format("{} is no number", quoted(word)),
                fmt::format("write numbers from {} to {}", spec.low, spec.high)};
    }
    const std::string meant = name_meant(spec, word);
    return {fmt::format("{} is no name that cron knows; names have three letters", quoted(word)),
            meant.empty()
                ? fmt::format("write one from {} to {}, or a number", capitalised(spec.names[0]),
                              capitalised(spec.names[spec.name_count - 1]))
                : fmt::format("write {}", meant)};
}

// The number of the member that lies outside of the field: "24" of "20-24/2".
std::string_view number_out_of_range(const FieldSpec& spec, std::string_view member) {
    const char* end = member.data() + member.size();
    const Token first = scan_token(spec, member.data(), end);
    const bool first_bad = first.value < spec.low || first.value > spec.high;
    const char* from = first_bad || first.rest == end ? member.data() : first.rest + 1;
    return view(from, scan_token(spec, from, end).rest);
}

Words about_no_value(const FieldSpec& spec, std::string_view member) {
    const std::string range = fmt::format("write numbers from {} to {}, or *", spec.low, spec.high);
    switch (member.empty() ? '\0' : member.front()) {
        case '-':
        case '+':
            return {fmt::format("{} has a sign", quoted(member)), range};
        case '?':
        case '~':
            return {fmt::format("cron here does not know {}", quoted(member.substr(0, 1))), range};
        default:
            return {fmt::format("{} is neither a number nor *", quoted(member)), range};
    }
}

Words about_lone_step(const FieldSpec& spec, std::string_view member) {
    const std::string_view value = member.substr(0, member.find('/'));
    if (member.substr(value.size()).size() < 2) {
        return {"a step needs a range before it", "write */2 or the like"};
    }
    return {"a step needs a range before it",
            fmt::format("write {}-{}{} or *{}", value, spec.high == 7 ? 6 : spec.high,
                        printable(member.substr(value.size())),
                        printable(member.substr(value.size())))};
}

Words about_step(Why why, const FieldSpec& spec, std::string_view member) {
    switch (why) {
        case Why::step_on_single:
            return about_lone_step(spec, member);
        case Why::step_value:
            return {fmt::format("{} has no number as its step", quoted(member)),
                    "write a step as */2 or 1-5/2"};
        case Why::step_not_positive:
            return {"a step must be at least 1", {}};
        case Why::step_too_large:
            return {"the step is too large", {}};
        case Why::hangs:
            return {"a step of 0, at which the daemon loops for ever", "write a step of 1 or more"};
        default:
            return {};
    }
}

Words about_field(const ScheduleScan& scan, const char* end) {
    const FieldSpec& spec = spec_of(static_cast<FieldKind>(scan.fault));
    const std::string_view member = member_at(scan.member, end);
    switch (scan.why) {
        case Why::missing:
            return {"the line ends before it",
                    "a schedule has five fields: minute, hour, "
                    "day of month, month, day of week"};
        case Why::empty_member:
            return {"a list has an empty member", "write no blank around a comma, nor two commas"};
        case Why::no_value:
            return about_no_value(spec, member);
        case Why::unknown_word:
            return about_word(spec, member);
        case Why::token_too_long:
            return {"a number of 1000 digits or more", "leave out the leading zeros"};
        case Why::out_of_range:
            return {fmt::format("{} is not between {} and {}",
                                printable(number_out_of_range(spec, member)), spec.low, spec.high),
                    {}};
        case Why::range_end:
            return {fmt::format("{} has no end", quoted(member)), "write a range as 1-5"};
        case Why::byte_ff:
            return {"cron takes the byte 0xFF for the end of the file", {}};
        case Why::junk:
            return {fmt::format("{} goes on behind a finished value", quoted(member)),
                    "write values and ranges with commas between them"};
        case Why::reversed:
            return {fmt::format("{} ends before it starts", quoted(member)),
                    "write the smaller value first, or two ranges with a comma"};
        case Why::garbled:
            return {
                fmt::format("{} is garbled time to systemd-cron", quoted(field_at(scan, end))),
                fmt::format("write numbers from {} to {}, ranges and steps", spec.low, spec.high)};
        default:
            return about_step(scan.why, spec, member);
    }
}

// "@reboot, @yearly and @hourly".
std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += i == 0 ? "" : (i + 1 == words.size() ? " and " : ", ");
        text += words[i];
    }
    return text;
}

Words about_at_word(const Profile& profile, const ScheduleScan& scan) {
    const std::string_view word = view(scan.begin, scan.end);
    std::vector<std::string> known;
    for (const TimedWord& one : profile.words) {
        known.push_back('@' + std::string(one.word));
    }
    std::string reason = fmt::format("cron does not know {}", quoted(word));
    if (known.empty()) {
        return {std::move(reason), "write five fields; it knows no @words"};
    }
    std::string lower;
    for (const char c : word.substr(0, kMostQuoted)) {
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    const std::string meant =
        nearest_word(lower, std::vector<std::string_view>(known.begin(), known.end()));
    return {std::move(reason),
            meant.empty() ? "it knows " + listed(known) : fmt::format("write {}", meant)};
}

Error put_together(Fault fault, const Words& words) {
    std::string message(words_of(fault));
    if (!words.reason.empty()) {
        message += ": ";
        message += words.reason;
    }
    return {ErrorCode::invalid_input, message, words.mend};
}

Words about_command(const Profile& profile, const Segment& segment) {
    switch (segment.fault) {
        case Fault::option:
            return {"a command that starts with - is taken for an option", "write its path"};
        case Fault::command_too_long:
            return {fmt::format("cron takes at most {} bytes", profile.longest_command),
                    "put it into a script and call that"};
        default:
            break;
    }
    const bool missing = segment.command == segment.stop;
    if (missing && segment.user.empty()) {
        return {"the line ends before it", "write a command behind the schedule"};
    }
    if (missing) {
        return {fmt::format("nothing stands behind the user {}", quoted(segment.user)),
                "in a system table the user stands between schedule and command"};
    }
    return {"a command may not start with *", "a schedule has five fields, without seconds"};
}

}  // namespace

Error explain(const Profile& profile, const ScheduleScan& scan, const char* end) {
    const bool word = scan.fault == Fault::time_specifier;
    return put_together(scan.fault, word ? about_at_word(profile, scan) : about_field(scan, end));
}

Error explain(const Profile& profile, const Segment& segment, const char* end) {
    if (segment.schedule.fault != Fault::none) {
        return explain(profile, segment.schedule, end);
    }
    return put_together(segment.fault, about_command(profile, segment));
}

}  // namespace cronmend::cron::detail
