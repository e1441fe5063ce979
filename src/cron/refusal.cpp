#include "cronmend/cron/refusal.hpp"

#include <fmt/format.h>

#include "explain.hpp"
#include "line_scanner.hpp"

namespace cronmend::cron {

std::optional<Refusal> refusal(const Crontab& table) {
    const std::vector<Line>& lines = table.lines();
    const std::size_t ended = lines.size() - (table.lacks_final_newline() ? 1 : 0);
    for (std::size_t i = 0; i < ended; ++i) {
        if (lines[i].kind == LineKind::invalid) {
            const std::string_view line = table.text_of(i);
            const detail::LineScan scan = detail::scan_line(line);
            const Error error = detail::explain(scan.last, line.data() + line.size());
            return Refusal{i + 1, error.message, error.mend};
        }
    }
    if (ended < lines.size()) {
        const std::string_view line = table.text_of(ended);
        const detail::LineScan scan = detail::scan_line(line);
        if (scan.open) {
            return Refusal{lines.size(), "new crontab file is missing newline before EOF",
                           "end the last line with a newline"};
        }
        if (scan.kind() == LineKind::invalid) {
            const Error error = detail::explain(scan.last, line.data() + line.size());
            return Refusal{lines.size(), error.message, error.mend};
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
