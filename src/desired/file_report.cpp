#include "file_report.hpp"

#include <algorithm>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::desired {
namespace {

constexpr std::size_t kLongestQuote = 72;  // bytes; fits a terminal's line with its place before it

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

}  // namespace

SourceLocation FileReport::locate(const Position& at) const {
    const std::size_t end = std::min(at.offset, text_.size());
    const std::size_t begin = end - std::min(at.column, end);
    if (located_.begin != begin || located_.end > end) {
        located_ = {begin, begin, 0};
    }
    const std::string_view on = text_.substr(located_.end, end - located_.end);
    located_.hidden +=
        static_cast<std::size_t>(std::count_if(on.begin(), on.end(), continues_character));
    located_.end = end;
    return {path_, at.line + 1, at.column + 1 - located_.hidden};
}

void FileReport::error(const Position& at, std::string summary, std::string mend) {
    diagnostics_.push_back(
        {DiagnosticSeverity::error, std::move(summary), std::move(mend), locate(at)});
}

void FileReport::warning(const Position& at, std::string summary, std::string mend) {
    diagnostics_.push_back(
        {DiagnosticSeverity::warning, std::move(summary), std::move(mend), locate(at)});
}

void FileReport::file_error(std::string summary, std::string mend) {
    diagnostics_.push_back(
        {DiagnosticSeverity::error, std::move(summary), std::move(mend), {path_, 0, 0}});
}

void FileReport::file_warning(std::string summary, std::string mend) {
    diagnostics_.push_back(
        {DiagnosticSeverity::warning, std::move(summary), std::move(mend), {path_, 0, 0}});
}

std::string quoted(std::string_view text) {
    // Redacting first: a secret cut in two would no longer look like one.
    std::string shown = printable(redact(text.substr(0, 4 * kLongestQuote)));
    if (shown.size() > kLongestQuote) {
        std::size_t cut = kLongestQuote;
        while (cut > 0 && continues_character(shown[cut])) {
            --cut;
        }
        shown.resize(cut);
        shown += "…";
    }
    return '"' + shown + '"';
}

}  // namespace cronmend::desired
