// cronmend's own comment lines in a crontab.
//
//   #cronmend: backup-overnight 9d3c…(16 digits)
//       the next line is the entry of that job; the digits are short_fingerprint() of that line
//       without its LF, so that an edit of the line shows.
//   #cronmend: @environment 2 9d3c…
//       the next 2 lines are environment lines that cronmend wrote; the digits are the fingerprint
//       of those lines, each with its LF.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cronmend::cron {

struct Marker {
    std::string job;  // empty for an environment marker
    std::size_t environment_lines = 0;
    std::string fingerprint;  // 16 hexadecimal digits; empty in a marker that lost them

    [[nodiscard]] bool is_environment() const { return job.empty(); }
    friend bool operator==(const Marker&, const Marker&) = default;
};

// [a-z0-9][a-z0-9._-]*, at most 100 bytes.
[[nodiscard]] bool is_job_id(std::string_view text);

// The line (without LF) as a marker; nothing if it is not one. A CR at the end is forgiven.
[[nodiscard]] std::optional<Marker> parse_marker(std::string_view line);
// Without LF.
[[nodiscard]] std::string render_marker(const Marker& marker);

}  // namespace cronmend::cron
