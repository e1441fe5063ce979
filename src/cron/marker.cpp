#include "cronmend/cron/marker.hpp"

#include <algorithm>
#include <charconv>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "marker_scanner.hpp"

namespace cronmend::cron {

namespace {

constexpr std::string_view kPrefix = "#cronmend:";
constexpr std::string_view kEnvironment = "@environment";
constexpr std::size_t kFingerprintDigits = 16;
constexpr std::size_t kLongestJobId = 100;

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_fingerprint(std::string_view text) {
    return text.size() == kFingerprintDigits && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

// The next word of `text`, which loses it and the blanks behind it.
std::string_view take_word(std::string_view& text) {
    const auto blank =
        std::find_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t'; });
    const auto end = static_cast<std::size_t>(blank - text.begin());
    const std::string_view word = text.substr(0, end);
    text = trim_blanks(text.substr(end));
    return word;
}

std::optional<std::size_t> line_count(std::string_view word) {
    std::size_t count = 0;
    const char* end = word.data() + word.size();
    const auto [stop, problem] = std::from_chars(word.data(), end, count);
    const bool good = problem == std::errc{} && stop == end && count >= 1 && count <= kMostLines &&
                      word.front() != '0';
    return good ? std::optional(count) : std::nullopt;
}

}  // namespace

bool is_job_id(std::string_view text) {
    if (text.empty() || text.size() > kLongestJobId || !is_lower_or_digit(text.front())) {
        return false;
    }
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_lower_or_digit(c) || c == '.' || c == '_' || c == '-';
    });
}

std::optional<detail::MarkerView> detail::scan_marker(std::string_view line) {
    std::string_view rest = trim_blanks(line);
    if (rest.size() <= kPrefix.size() || rest.substr(0, kPrefix.size()) != kPrefix) {
        return std::nullopt;
    }
    if (rest.back() == '\r') {
        rest.remove_suffix(1);
    }
    rest = trim_blanks(rest.substr(kPrefix.size()));
    MarkerView marker;
    const std::string_view subject = take_word(rest);
    if (subject == kEnvironment) {
        const std::optional<std::size_t> count = line_count(take_word(rest));
        if (!count) {
            return std::nullopt;
        }
        marker.environment_lines = *count;
    } else if (is_job_id(subject)) {
        marker.job = subject;
    } else {
        return std::nullopt;
    }
    marker.fingerprint = take_word(rest);
    const bool good =
        rest.empty() && (marker.fingerprint.empty() || is_fingerprint(marker.fingerprint));
    return good ? std::optional(marker) : std::nullopt;
}

std::optional<Marker> parse_marker(std::string_view line) {
    const std::optional<detail::MarkerView> marker = detail::scan_marker(line);
    if (!marker) {
        return std::nullopt;
    }
    return Marker{std::string(marker->job), marker->environment_lines,
                  std::string(marker->fingerprint)};
}

std::string render_marker(const Marker& marker) {
    std::string text(kPrefix);
    text += ' ';
    if (marker.is_environment()) {
        text += kEnvironment;
        text += ' ';
        text += std::to_string(marker.environment_lines);
    } else {
        text += marker.job;
    }
    if (!marker.fingerprint.empty()) {
        text += ' ';
        text += marker.fingerprint;
    }
    return text;
}

}  // namespace cronmend::cron
