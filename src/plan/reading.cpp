#include "reading.hpp"

#include <algorithm>
#include <utility>

#include "cronmend/base/fingerprint.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/refusal.hpp"

namespace cronmend::plan {
namespace {

using cron::LineKind;

// An editor on another system may have put a CR at the end of every line, ours included.
std::string_view without_return(std::string_view text) {
    return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

// Some crons end the line at the CR.
bool hands_return_on(const cron::Crontab& table, std::size_t index) {
    const auto entry = cron::parse_entry(table.text_of(index), table.flavour(), table.form());
    return entry && entry->command.ends_with('\r');
}

std::optional<ReadEntry> read_entry(const cron::Crontab& table, std::size_t index) {
    const LineKind kind = table.lines()[index].kind;
    const std::string_view text = without_return(table.text_of(index));
    std::optional<cron::Entry> entry;
    if (kind == LineKind::entry) {
        if (auto parsed = cron::parse_entry(text, table.flavour(), table.form())) {
            entry = *parsed;
        }
    } else if (kind == LineKind::disabled_entry) {
        entry = cron::parse_disabled_entry(text, table.flavour(), table.form());
    }
    if (!entry) {
        return std::nullopt;
    }
    ReadEntry read;
    read.line = index;
    read.disabled = kind == LineKind::disabled_entry;
    const auto start = static_cast<std::size_t>(entry->schedule_text.data() - text.data());
    read.text = read.disabled ? text.substr(start) : text;
    read.user = entry->user;
    read.start_key = start_key(entry->schedule, entry->user);
    read.command = command_key(entry->command, table.flavour());
    read.raw_command = entry->command;
    read.carriage_return = text.size() < table.text_of(index).size() && !read.disabled &&
                           hands_return_on(table, index);
    return read;
}

// The block below an environment marker, if it is still what was written.
std::optional<EnvironmentBlock> read_block(const cron::Crontab& table, std::size_t index,
                                           const cron::Marker& marker) {
    const auto& lines = table.lines();
    if (marker.environment_lines == 0 || marker.environment_lines >= lines.size() - index) {
        return std::nullopt;
    }
    std::string text;
    for (std::size_t i = index + 1; i <= index + marker.environment_lines; ++i) {
        if (lines[i].kind != LineKind::environment) {
            return std::nullopt;
        }
        text += without_return(table.text_of(i));
        text += '\n';
    }
    if (short_fingerprint(text) != marker.fingerprint) {
        return std::nullopt;
    }
    return EnvironmentBlock{index, marker.environment_lines};
}

void attach_marker(ReadEntry& entry, std::size_t line, const cron::Marker& marker) {
    entry.marker = line;
    entry.marked_job = marker.job;
    entry.intact = short_fingerprint(entry.text) == marker.fingerprint;
}

// To a shell, blanks at a command's end mean nothing, unless a backslash stands before them.
std::string_view without_trailing_blanks(std::string_view command) {
    const std::size_t end = command.find_last_not_of(" \t") + 1;
    const bool escaped = end > 0 && end < command.size() && command[end - 1] == '\\';
    return command.substr(0, escaped ? end + 1 : end);
}

}  // namespace

bool Reading::in_block(std::size_t line) const {
    return in_remains(line) ||
           std::any_of(blocks.begin(), blocks.end(),
                       [&](const EnvironmentBlock& block) { return block.contains(line); });
}

bool Reading::in_remains(std::size_t line) const {
    return std::binary_search(remains.begin(), remains.end(), line);
}

std::string command_key(std::string_view command_text, cron::Flavour flavour) {
    const cron::DecodedCommand decoded = cron::decode_command(command_text, flavour);
    std::string key{without_trailing_blanks(decoded.shell)};
    if (decoded.standard_input) {
        key += '\0' + *decoded.standard_input;
    }
    return key;
}

bool Reading::wants_final_newline() const {
    return cron::refusal_for_open_end(table).has_value();
}

std::string start_key(const cron::Schedule& schedule, std::string_view user) {
    std::string key = cron::meaning_key(schedule);
    if (!user.empty()) {
        key.append(1, ' ').append(user);
    }
    return key;
}

Reading read_table(std::string text, cron::Flavour flavour, cron::TableForm form) {
    Reading reading{cron::Crontab::parse(std::move(text), flavour, form), {}, {}, {}, {}, {}, {}};
    const auto& lines = reading.table.lines();
    reading.entries.reserve(static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(),
                      [](const cron::Line& line) { return line.kind == LineKind::entry; })));
    bool marked = false;  // by the line right above, `above`, which says `mark`
    std::size_t above = 0;
    cron::Marker mark;
    const auto give_up_marker = [&] {
        // One without a fingerprint may be anybody's comment.
        if (marked && !mark.fingerprint.empty()) {
            reading.loose_markers.push_back(above);
        }
        marked = false;
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (auto entry = read_entry(reading.table, i)) {
            if (marked) {
                attach_marker(*entry, above, mark);
                marked = false;
            }
            reading.entries.push_back(std::move(*entry));
            continue;
        }
        give_up_marker();
        if (lines[i].kind != LineKind::marker) {
            continue;
        }
        auto marker = cron::parse_marker(reading.table.text_of(i));
        if (marker && marker->is_environment()) {
            if (const auto block = read_block(reading.table, i, *marker)) {
                reading.blocks.push_back(*block);
                i += block->lines;
            } else {
                reading.loose_markers.push_back(i);
            }
        } else if (marker) {
            marked = true;
            above = i;
            mark = std::move(*marker);
        }
    }
    give_up_marker();
    return reading;
}

}  // namespace cronmend::plan
