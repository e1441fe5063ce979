#include "line_bytes.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <utility>

#include "cronmend/base/text.hpp"

namespace cronmend::adopt {
namespace {

// Which lines they are: the first, and how many.
struct Lines {
    std::size_t first = 0;
    std::size_t count = 0;

    void add(std::size_t line) {
        first = count == 0 ? line : first;
        ++count;
    }
};

// A cron for which a CR ends the line leaves none in the command.
bool command_ends_in_return(const cron::Crontab& crontab, std::size_t line) {
    const std::string_view text = crontab.text_of(line);
    if (crontab.lines()[line].kind != cron::LineKind::entry || !text.ends_with('\r')) {
        return false;
    }
    const auto entry = cron::parse_entry(text, crontab.flavour(), crontab.form());
    return entry && entry->command.ends_with('\r');
}

std::optional<TableRemark> remark_on_returns(const cron::Crontab& crontab) {
    Lines lines;
    for (std::size_t i = 0; i < crontab.lines().size(); ++i) {
        if (command_ends_in_return(crontab, i)) {
            lines.add(i);
        }
    }
    if (lines.count == 0) {
        return std::nullopt;
    }
    return TableRemark{
        lines.first,
        fmt::format("{} in CRLF, and cron hands the CR to the command; declared without it",
                    count_of(lines.count, "entry ends", "entries end")),
        "a line stays as it is until it is written anew, then without the CR: look whether the "
        "command relies on it, as by a file with a CR in its name"};
}

// Debian's crontab -l shows CR as \r and BS as \b.
bool is_ambiguous(std::string_view line) {
    return line.find("\\r") != std::string_view::npos || line.find("\\b") != std::string_view::npos;
}

std::optional<TableRemark> remark_on_listing(const cron::Crontab& crontab) {
    Lines lines;
    bool returns = false;
    for (std::size_t i = 0; i < crontab.lines().size(); ++i) {
        const cron::LineKind kind = crontab.lines()[i].kind;
        const std::string_view text = crontab.text_of(i);
        if ((kind == cron::LineKind::entry || kind == cron::LineKind::environment) &&
            is_ambiguous(text)) {
            lines.add(i);
            returns = returns || text.ends_with("\\r");
        }
    }
    if (lines.count == 0) {
        return std::nullopt;
    }
    return TableRemark{
        lines.first,
        fmt::format("{} \\r or \\b, and crontab -l shows these two characters and the control "
                    "character alike; declared with the two characters{}",
                    count_of(lines.count, "line holds", "lines hold"),
                    returns ? ", though a \\r at the end may well be the CR of CRLF" : ""),
        "if they are control characters, do not use this declaration: run as root, who can read "
        "the exact bytes"};
}

}  // namespace

std::vector<TableRemark> bytes_of_lines(const StandingTable& table, const cron::Crontab& crontab) {
    std::vector<TableRemark> remarks;
    if (auto remark = remark_on_returns(crontab)) {
        remarks.push_back(std::move(*remark));
    }
    if (auto remark = table.exact ? std::nullopt : remark_on_listing(crontab)) {
        remarks.push_back(std::move(*remark));
    }
    return remarks;
}

}  // namespace cronmend::adopt
