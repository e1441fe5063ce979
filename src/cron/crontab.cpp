#include "cronmend/cron/crontab.hpp"

#include <algorithm>

#include "bytes.hpp"
#include "cronmend/base/text.hpp"
#include "explain.hpp"
#include "line_scanner.hpp"
#include "marker_scanner.hpp"

namespace cronmend::cron {

namespace {

// Of one variable; an environment's mark is the sum of its variables'.
EnvironmentMark mark_of(std::string_view name, std::string_view value) {
    std::string text;
    text.reserve(name.size() + value.size() + 1);
    text.append(name).append(1, '=').append(value);  // no name holds an unquoted '='
    const std::uint64_t low = std::hash<std::string_view>{}(text);
    text.append(1, '\n');
    return {low, std::hash<std::string_view>{}(text)};
}

void add(EnvironmentMark& sum, const EnvironmentMark& mark) {
    sum.low += mark.low;
    sum.high += mark.high;
}

void subtract(EnvironmentMark& sum, const EnvironmentMark& mark) {
    sum.low -= mark.low;
    sum.high -= mark.high;
}

using detail::LineScan;
using detail::Profile;
using detail::Segment;

// A guess for the room to set aside; wrong guesses cost little.
constexpr std::size_t kUsualLineLength = 32;

Entry entry_of(const Profile& profile, const Segment& segment, std::string_view line) {
    // What Debian's cron does not read of the line (behind a NUL) still stands in it.
    const char* end = profile.break_everywhere ? segment.stop : line.data() + line.size();
    return {segment.schedule.schedule, detail::view(segment.schedule.begin, segment.schedule.end),
            detail::view(segment.command, end), segment.user, segment.quiet};
}

// What stands behind the '#'s and blanks of a comment; empty if it cannot be an entry by its first
// character already, as in nearly all comments.
std::string_view behind_hashes(std::string_view line) {
    const std::size_t start = line.find_first_not_of("# \t");
    if (start == std::string_view::npos || line.find('#') > start) {
        return {};
    }
    const char c = line[start];
    const bool possible = c == '*' || c == '@' || detail::is(detail::kDigit, c);
    return possible ? line.substr(start) : std::string_view{};
}

LineKind kind_of_comment(const Profile& profile, TableForm form, std::string_view line) {
    if (detail::scan_marker(line)) {
        return LineKind::marker;
    }
    const std::string_view text = behind_hashes(line);
    const bool entry =
        !text.empty() && detail::scan_line(profile, form, text).kind() == LineKind::entry;
    return entry ? LineKind::disabled_entry : LineKind::comment;
}

}  // namespace

std::string_view to_string(LineKind kind) {
    switch (kind) {
        case LineKind::blank:
            return "blank";
        case LineKind::comment:
            return "comment";
        case LineKind::marker:
            return "marker";
        case LineKind::disabled_entry:
            return "disabled entry";
        case LineKind::environment:
            return "environment";
        case LineKind::entry:
            return "entry";
        case LineKind::invalid:
            return "invalid";
    }
    return "unknown";
}

Result<Entry> parse_entry(std::string_view line, Flavour flavour, TableForm form) {
    const Profile& profile = detail::profile_of(flavour);
    if (line.find('\n') != std::string_view::npos) {
        return unexpected(ErrorCode::invalid_input, "bad command: an entry is one line",
                          "take out the newline");
    }
    const LineScan scan = detail::scan_line(profile, form, line);
    switch (scan.kind()) {
        case LineKind::entry:
            return entry_of(profile, scan.first, line);
        case LineKind::invalid:
            return unexpected(detail::explain(profile, scan.last, line.data() + line.size()));
        case LineKind::environment:
            return unexpected(ErrorCode::invalid_input,
                              "bad command: cron takes the line for the assignment of a variable");
        default:
            return unexpected(ErrorCode::invalid_input,
                              "bad minute: the line is blank or a comment");
    }
}

std::optional<Entry> parse_disabled_entry(std::string_view line, Flavour flavour, TableForm form) {
    const Profile& profile = detail::profile_of(flavour);
    const std::string_view text = behind_hashes(line);
    if (text.empty() || text.find('\n') != std::string_view::npos) {
        return std::nullopt;
    }
    const LineScan scan = detail::scan_line(profile, form, text);
    // "# @todo ask them": a word that only systemd could know makes no prose an entry.
    if (scan.kind() != LineKind::entry || scan.first.schedule.schedule.calendar != 0) {
        return std::nullopt;
    }
    return entry_of(profile, scan.first, text);
}

Crontab Crontab::parse(std::string text, Flavour flavour, TableForm form) {
    Crontab table;
    table.flavour_ = flavour;
    table.form_ = form;
    table.text_ = std::move(text);
    const std::string_view all = table.text_;
    table.lines_.reserve(all.size() / kUsualLineLength + 1);
    std::size_t offset = 0;
    while (offset < all.size()) {
        const std::size_t newline = all.find('\n', offset);
        const std::size_t end = newline == std::string_view::npos ? all.size() : newline + 1;
        table.lines_.push_back({LineKind::blank, offset, end - offset});
        table.lines_.back().kind =
            table.read_line(without_newline(all.substr(offset, end - offset)));
        offset = end;
    }
    return table;
}

LineKind Crontab::read_line(std::string_view line) {
    const Profile& profile = detail::profile_of(flavour_);
    const char* end = line.data() + line.size();
    Segment segment = detail::scan_segment(profile, form_, line.data(), end);
    LineKind kind = segment.kind;
    for (;;) {
        if (segment.kind == LineKind::environment) {
            set(segment.assignment.name, segment.assignment.value);
        }
        if (segment.next == nullptr) {
            return kind == LineKind::comment ? kind_of_comment(profile, form_, line) : kind;
        }
        segment = detail::scan_segment(profile, form_, segment.next, end);
        const bool first = kind == LineKind::blank || kind == LineKind::comment;
        if (segment.kind == LineKind::invalid || (first && detail::matters(segment))) {
            kind = segment.kind;
        }
    }
}

void Crontab::set(std::string_view name, std::string_view value) {
    auto found = settings_.find(name);
    if (found == settings_.end()) {
        found = settings_.emplace(std::string(name), std::vector<Setting>{}).first;
    }
    found->second.push_back({lines_.size() - 1, std::string(value)});
}

std::string_view Crontab::raw(std::size_t index) const {
    const Line& line = lines_[index];
    return std::string_view(text_).substr(line.offset, line.length);
}

std::string_view Crontab::text_of(std::size_t index) const {
    return without_newline(raw(index));
}

std::string Crontab::render() const {
    std::string text;
    text.reserve(text_.size());
    for (const Line& line : lines_) {
        text.append(text_, line.offset, line.length);
    }
    return text;
}

bool Crontab::lacks_final_newline() const {
    return !text_.empty() && text_.back() != '\n';
}

const Crontab::Setting* Crontab::setting_at(const std::vector<Setting>& settings,
                                            std::size_t index) {
    const auto behind = std::lower_bound(
        settings.begin(), settings.end(), index,
        [](const Setting& setting, std::size_t line) { return setting.line < line; });
    return behind == settings.begin() ? nullptr : &*std::prev(behind);
}

std::optional<std::string_view> Crontab::value_at(std::size_t index, std::string_view name) const {
    const auto found = settings_.find(name);
    const Setting* setting = found == settings_.end() ? nullptr : setting_at(found->second, index);
    return setting == nullptr ? std::nullopt : std::optional<std::string_view>(setting->value);
}

std::optional<std::size_t> Crontab::assignment_line_at(std::size_t index,
                                                       std::string_view name) const {
    const auto found = settings_.find(name);
    const Setting* setting = found == settings_.end() ? nullptr : setting_at(found->second, index);
    return setting == nullptr ? std::nullopt : std::optional(setting->line);
}

Environment Crontab::environment_at(std::size_t index) const {
    Environment environment;
    for (const auto& [name, settings] : settings_) {
        if (const Setting* setting = setting_at(settings, index)) {
            environment.emplace_hint(environment.end(), name, setting->value);
        }
    }
    return environment;
}

std::vector<Crontab::SetVariable> Crontab::assignments() const {
    std::vector<SetVariable> all;
    for (const auto& [name, settings] : settings_) {
        for (const Setting& setting : settings) {
            all.push_back({setting.line, name, setting.value});
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return all;
}

std::vector<EnvironmentMark> Crontab::environment_marks(const Environment& presumed) const {
    std::vector<EnvironmentMark> changes(lines_.size() + 1);  // by what to go on at each line
    EnvironmentMark now;
    for (const auto& [name, value] : presumed) {
        add(now, mark_of(name, value));
    }
    for (const auto& [name, settings] : settings_) {
        const auto given = presumed.find(name);
        EnvironmentMark before =
            given == presumed.end() ? EnvironmentMark{} : mark_of(name, given->second);
        for (const Setting& setting : settings) {
            const EnvironmentMark after = mark_of(name, setting.value);
            add(changes[setting.line + 1], after);
            subtract(changes[setting.line + 1], before);
            before = after;
        }
    }
    for (EnvironmentMark& mark : changes) {
        add(now, mark);
        mark = now;
    }
    return changes;
}

}  // namespace cronmend::cron
