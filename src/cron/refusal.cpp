#include "cronmend/cron/refusal.hpp"

#include <fmt/format.h>

#include <utility>

#include "explain.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {

namespace {

using detail::LineScan;
using detail::Profile;

constexpr std::string_view kRoot = "root";

LineScan scan(const Profile& profile, const Crontab& table, std::size_t index) {
    return detail::scan_line(profile, table.form(), table.text_of(index));
}

Refusal bad_line(const Profile& profile, const Crontab& table, std::size_t index) {
    const std::string_view line = table.text_of(index);
    Error error =
        detail::explain(profile, scan(profile, table, index).last, line.data() + line.size());
    return {index + 1, std::move(error.message), std::move(error.mend)};
}

// The first line that the program cannot read, among the first `count`.
std::optional<Refusal> first_bad_line(const Profile& profile, const Crontab& table,
                                      std::size_t count, std::string_view owner) {
    const bool may_be_quiet = owner == kRoot || table.form() == TableForm::system;
    for (std::size_t i = 0; i < count; ++i) {
        const LineKind kind = table.lines()[i].kind;
        if (kind == LineKind::invalid) {
            return bad_line(profile, table, i);
        }
        const bool quiet = !may_be_quiet && profile.quiet_prefix && kind == LineKind::entry &&
                           scan(profile, table, i).first.quiet;
        if (quiet) {
            return Refusal{i + 1, "bad option: only root's table may have a - before an entry",
                           "take the - out"};
        }
    }
    return std::nullopt;
}

// What is wrong with a last line that has no newline.
std::optional<Refusal> bad_end(const Profile& profile, const Crontab& table, std::size_t index) {
    const LineScan last = scan(profile, table, index);
    const bool several = table.text_of(index).find('\0') != std::string_view::npos;
    if (last.kind() == LineKind::invalid && several) {
        return bad_line(profile, table, index);
    }
    if (last.open) {
        return Refusal{index + 1, "new crontab file is missing newline before EOF",
                       "end the last line with a newline"};
    }
    return std::nullopt;
}

// The line that is one too many of those that count; nothing if there is none, or no limit.
template <class Counts>
std::optional<std::size_t> one_too_many(const Crontab& table, std::size_t most, Counts counts) {
    if (most == 0 || table.lines().size() <= most) {
        return std::nullopt;
    }
    std::size_t seen = 0;
    for (std::size_t i = 0; i < table.lines().size(); ++i) {
        seen += counts(table.lines()[i].kind) ? 1U : 0U;
        if (seen > most) {
            return i + 1;
        }
    }
    return std::nullopt;
}

bool is_used(LineKind kind) {
    return kind == LineKind::entry || kind == LineKind::environment || kind == LineKind::invalid;
}

std::optional<Refusal> too_long(const Profile& profile, const Crontab& table,
                                std::size_t ended_lines, std::string_view owner) {
    if (profile.most_lines != 0 && ended_lines > profile.most_lines) {
        return Refusal{
            profile.most_lines + 1,
            fmt::format("crontab is too long; maximum number of lines is {}", profile.most_lines),
            "join or remove lines; comments and blank lines count"};
    }
    if (const auto line = one_too_many(table, profile.most_entries,
                                       [](LineKind kind) { return kind == LineKind::entry; })) {
        return Refusal{
            *line,
            fmt::format("too many entries; {} takes {}", profile.program, profile.most_entries),
            "remove entries"};
    }
    if (const auto line = one_too_many(table, profile.most_assignments, [](LineKind kind) {
            return kind == LineKind::environment;
        })) {
        return Refusal{*line,
                       fmt::format("too many environment lines; {} takes {}", profile.program,
                                   profile.most_assignments),
                       "remove environment lines"};
    }
    const std::size_t most = owner == kRoot ? 0 : profile.most_used_lines_of_user;
    if (const auto line = one_too_many(table, most, is_used)) {
        return Refusal{
            *line,
            fmt::format("too many lines; {} reads {} of a user's table", profile.program, most),
            "remove entries, or let root run some of them"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> refusal(const Crontab& table, std::string_view owner) {
    const Profile& profile = detail::profile_of(table.flavour());
    const std::size_t count = table.lines().size();
    const bool open_end = profile.final_newline && table.lacks_final_newline();
    const std::size_t ended = count - (open_end ? 1 : 0);
    if (profile.bad_line == detail::BadLine::refuses_table) {
        if (auto refused = first_bad_line(profile, table, ended, owner)) {
            return refused;
        }
    }
    if (auto refused = refusal_for_open_end(table)) {
        return refused;
    }
    return too_long(profile, table, ended, owner);
}

std::optional<Refusal> refusal_for_open_end(const Crontab& table) {
    const Profile& profile = detail::profile_of(table.flavour());
    if (!profile.final_newline || !table.lacks_final_newline()) {
        return std::nullopt;
    }
    return bad_end(profile, table, table.lines().size() - 1);
}

std::optional<Refusal> refusal_for_length(const Crontab& table, std::string_view owner) {
    const Profile& profile = detail::profile_of(table.flavour());
    const bool open_end = profile.final_newline && table.lacks_final_newline();
    return too_long(profile, table, table.lines().size() - (open_end ? 1 : 0), owner);
}

}  // namespace cronmend::cron
