#include "cronmend/cron/refusal.hpp"

#include <fmt/format.h>

#include <utility>

#include "explain.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {

namespace {

Refusal bad_line(const Crontab& table, std::size_t index) {
    const std::string_view line = table.text_of(index);
    const detail::LineScan scan = detail::scan_line(line);
    Error error = detail::explain(scan.last, line.data() + line.size());
    return {index + 1, std::move(error.message), std::move(error.mend)};
}

}  // namespace

std::optional<Refusal> refusal(const Crontab& table) {
    const std::vector<Line>& lines = table.lines();
    const std::size_t ended = lines.size() - (table.lacks_final_newline() ? 1 : 0);
    for (std::size_t i = 0; i < ended; ++i) {
        if (lines[i].kind == LineKind::invalid) {
            return bad_line(table, i);
        }
    }
    if (ended < lines.size()) {
        const std::string_view line = table.text_of(ended);
        const detail::LineScan scan = detail::scan_line(line);
        if (scan.kind() == LineKind::invalid && line.find('\0') != std::string_view::npos) {
            return bad_line(table, ended);
        }
        if (scan.open) {
            return Refusal{lines.size(), "new crontab file is missing newline before EOF",
                           "end the last line with a newline"};
        }
    }
    if (ended > kMostLines) {
        return Refusal{
            kMostLines + 1,
            fmt::format("crontab is too long; maximum number of lines is {}", kMostLines),
            "join or remove lines; comments and blank lines count"};
    }
    return std::nullopt;
}

}  // namespace cronmend::cron
