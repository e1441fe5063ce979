#include "raw_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/text.hpp"

namespace cronmend::desired {
namespace {

bool is_forbidden(std::string_view text, std::size_t offset) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte == '\r') {
        return text.substr(offset + 1, 1) != "\n";
    }
    return (byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7f;
}

std::size_t find_forbidden(std::string_view line) {
    std::size_t offset = 0;
    while (offset < line.size() && !is_forbidden(line, offset)) {
        ++offset;
    }
    return offset;
}

std::size_t find_bad_utf8(std::string_view line) {
    std::size_t offset = 0;
    while (offset < line.size()) {
        std::size_t length = 1;
        while (length <= 4 && !is_utf8(line.substr(offset, length))) {
            ++length;
        }
        if (length > 4) {
            break;
        }
        offset += length;
    }
    return offset;
}

void report_line(std::string_view line, Position start, FileReport& report) {
    if (const std::size_t column = find_forbidden(line); column < line.size()) {
        const auto byte = static_cast<unsigned char>(line[column]);
        report.error({start.offset + column, start.line, column},
                     fmt::format("control character \\x{:02x} in the file", byte),
                     "take it out; inside double quotes it can be written as an escape");
    }
    if (!is_utf8(line)) {
        const std::size_t column = find_bad_utf8(line);
        const auto byte = static_cast<unsigned char>(line[column]);
        report.error({start.offset + column, start.line, column},
                     fmt::format("byte \\x{:02x} is not UTF-8", byte), "save the file as UTF-8");
    }
}

bool is_clean(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_forbidden(text, i)) {
            return false;
        }
    }
    return is_utf8(text);
}

}  // namespace

std::string_view without_byte_order_mark(std::string_view text) {
    return text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
}

bool check_raw_text(std::string_view text, FileReport& report) {
    if (text.size() > kLargestFile) {
        report.file_error(fmt::format("the file has {} bytes; {} are the most that is read",
                                      text.size(), kLargestFile),
                          "is this a declaration? If so, split it into several files");
        return false;
    }
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
        report.error({}, "the file is UTF-16", "save it as UTF-8");
        return false;
    }
    if (is_clean(text)) {
        return true;
    }
    constexpr std::ptrdiff_t kMostStrays = 8;  // a program has more
    if (std::count(text.begin(), text.end(), '\0') > kMostStrays) {
        report.file_error("the file is full of NUL bytes: it is no text", "name a file of YAML");
        return false;
    }
    constexpr std::size_t kMostReports = 20;  // a binary file has no need of more
    Position start;
    for (const std::string_view line : split_lines(text)) {
        report_line(line, start, report);
        if (report.diagnostics().size() >= kMostReports) {
            break;
        }
        start.offset += line.size();
        ++start.line;
    }
    return false;
}

}  // namespace cronmend::desired
