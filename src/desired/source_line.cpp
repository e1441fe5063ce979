#include "source_line.hpp"

#include <algorithm>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "yaml_line.hpp"

namespace cronmend::desired {
namespace {

// What a key like PASSWORD holds is a secret, however the line is written; and who declares
// variables in capitals may hold one in any of them.
bool may_hold_secret(std::string_view line) {
    const std::string_view text = trim_blanks(line);
    std::string assignments{text};
    for (std::size_t at = 0; (at = assignments.find(": ", at)) != std::string::npos; ++at) {
        assignments.replace(at, 2, "=");
    }
    const std::size_t colon = text.find(": ");
    const bool variable = text.find_first_of("abcdefghijklmnopqrstuvwxyz") >= colon;
    return colon != std::string_view::npos && (variable || redact(assignments) != assignments);
}

}  // namespace

std::string_view line_at(std::string_view text, const Position& at) {
    const std::size_t start = at.offset - std::min(at.column, at.offset);
    std::string_view line = text.substr(std::min(start, text.size()));
    line = line.substr(0, line.find('\n'));
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

std::string quoted_line(std::string_view line) {
    const std::string_view text = trim_blanks(line);
    if (may_hold_secret(text)) {
        return quoted(std::string{text.substr(0, text.find(": "))} + ": [redacted]");
    }
    return quoted(text);
}

bool may_be_repeated(std::string_view line) {
    constexpr std::size_t kLongest = 200;  // bytes
    return line.size() <= kLongest && !may_hold_secret(line) && redact(line) == line &&
           printable(line) == line;
}

std::optional<std::string> mend_of_value(const Position& at, const FileReport& report) {
    const std::string_view line = line_at(report.text(), at);
    const std::string_view value = line.substr(std::min(at.column, line.size()));
    const bool shells = value.starts_with("[ ") || value.starts_with("[[ ") ||
                        value.starts_with("{ ") || value.starts_with("! ");
    const std::optional<LineMend> mend = shells ? value_mend(line) : std::nullopt;
    if (!mend || mend->column != at.column || !may_be_repeated(line)) {
        return std::nullopt;
    }
    return mend->mend;
}

}  // namespace cronmend::desired
