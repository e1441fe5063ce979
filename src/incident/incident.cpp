#include "cronmend/incident/incident.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "cronmend/base/fingerprint.hpp"
#include "facts.hpp"

namespace cronmend::incident {
namespace {

constexpr std::string_view kPrefix = "INC-";
constexpr std::size_t kDigits = 14;
constexpr std::size_t kSuffix = 6;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Length first, so that no two lists of values run together into the same text.
void append_value(std::string& key, std::string_view value) {
    key += fmt::format("{}:{};", value.size(), value);
}

}  // namespace

std::string_view to_string(Status status) {
    switch (status) {
        case Status::open:
            return "open";
        case Status::resolved:
            return "resolved";
    }
    return "?";
}

std::string_view to_string(Trouble trouble) {
    switch (trouble) {
        case Trouble::drift:
            return "drift";
        case Trouble::unreadable:
            return "unreadable";
        case Trouble::unplanned:
            return "unplanned";
        case Trouble::refused:
            return "refused";
        case Trouble::rejected:
            return "rejected";
        case Trouble::unverified:
            return "unverified";
    }
    return "?";
}

bool is_of_table(Trouble trouble) {
    return trouble == Trouble::unreadable || trouble == Trouble::unplanned ||
           trouble == Trouble::refused;
}

bool is_closed_unrepaired(const Incident& incident) {
    return incident.status == Status::resolved && !incident.verified;
}

std::string_view to_string(Confidence confidence) {
    switch (confidence) {
        case Confidence::confirmed:
            return "confirmed";
        case Confidence::likely:
            return "likely";
        case Confidence::unknown:
            return "unknown";
    }
    return "?";
}

std::string make_id(const ZonedTime& detected, std::string_view suffix) {
    return fmt::format("{}{}-{}", kPrefix, format_digits(detected), suffix);
}

bool is_id(std::string_view text) {
    if (text.size() != kPrefix.size() + kDigits + 1 + kSuffix || !text.starts_with(kPrefix)) {
        return false;
    }
    text.remove_prefix(kPrefix.size());
    const std::string_view digits = text.substr(0, kDigits);
    const std::string_view suffix = text.substr(kDigits + 1);
    return text[kDigits] == '-' && std::all_of(digits.begin(), digits.end(), is_digit) &&
           std::all_of(suffix.begin(), suffix.end(), is_alphanumeric);
}

std::string story_key(const Incident& incident) {
    std::string key;
    append_value(key, to_string(incident.trouble));
    append_value(key, incident.table);
    append_value(key, incident.user);

    // The order of declaration is no part of the story.
    std::vector<std::string> members;
    for (const Member& member : incident.members) {
        std::string part;
        append_value(part, member.job);
        append_value(part, std::to_string(member.index));
        append_value(part, plan::to_string(member.kind));
        part += member.before ? "stood " : "nothing ";
        append_value(part, member.before.value_or(std::string{}));
        members.push_back(std::move(part));
    }
    std::sort(members.begin(), members.end());
    for (const std::string& member : members) {
        append_value(key, member);
    }
    return fingerprint(key);
}

Severity severity_of(const Incident& incident) {
    if (incident.trouble != Trouble::drift) {
        return Severity::critical;
    }
    if (incident.members.empty()) {
        return Severity::warning;
    }
    // A job whose entry only has no marker ran as declared, whatever its loss would have meant; and
    // of one that no record ever saw it is not known that anything was lost.
    const auto of_member = [](const Member& member) {
        return member.kind == plan::DriftKind::unmarked ? Severity::info
               : was_never_installed(member) ? std::min(member.severity, Severity::warning)
                                             : member.severity;
    };
    const auto worst = std::max_element(
        incident.members.begin(), incident.members.end(),
        [&](const Member& a, const Member& b) { return of_member(a) < of_member(b); });
    return of_member(*worst);
}

}  // namespace cronmend::incident
