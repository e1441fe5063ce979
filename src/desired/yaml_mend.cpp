#include "yaml_mend.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/text.hpp"
#include "raw_text.hpp"
#include "source_line.hpp"
#include "yaml_line.hpp"

namespace cronmend::desired {
namespace {

constexpr std::size_t kMostReadings = 50;

struct Explanation {
    std::string_view message;  // yaml-cpp's
    std::string_view summary;
    std::string_view mend;
};

constexpr std::string_view kNoAlias = "alias not found after *";
constexpr std::string_view kUnknownAnchor = "the referenced anchor is not defined";

constexpr std::array<Explanation, 11> kExplanations = {{
    {"end of map not found", "this line does not belong to the map above it",
     "keys of one map start in the same column; keys below one are indented deeper"},
    {"end of sequence not found", "this line does not belong to the list above it",
     "items of one list start with - in the same column"},
    {"illegal map value", "a \": \" where no key can be",
     "check the indentation of this line and the one above, and quote values that hold \": \""},
    {"illegal tab when looking for indentation", "a tab in the indentation",
     "YAML is indented with spaces alone"},
    {"end of sequence flow not found", "a [ is not closed", "close the list with ]"},
    {"end of map flow not found", "a { is not closed", "close the map with }"},
    {"illegal flow end", "a ] or } that closes nothing", "take it out, or quote the value"},
    {"unknown token", "no YAML value can start with this character", "put the value in quotes"},
    {kNoAlias, "a * first is an alias in YAML", "put the value in quotes"},
    {kUnknownAnchor, "an alias to an anchor that is not there",
     "define the anchor with &NAME above, or put the value in quotes if it is none"},
    {"illegal EOF in scalar", "a quote that is never closed", "close the quote"},
}};

void report_syntax(const YamlFault& fault, FileReport& report) {
    const std::string_view line = line_at(report.text(), fault.at);
    const bool star = fault.message == kUnknownAnchor &&
                      !looks_like_alias(line.substr(std::min(fault.at.column, line.size())));
    const std::string_view message = star ? kNoAlias : std::string_view{fault.message};
    const auto* known = std::find_if(std::begin(kExplanations), std::end(kExplanations),
                                     [&](const Explanation& e) { return e.message == message; });
    const std::string near = trim_blanks(line).empty() ? std::string{"at the end of the file"}
                                                       : "in " + quoted_line(line);
    if (known != std::end(kExplanations)) {
        report.error(fault.at, fmt::format("{}, {}", known->summary, near),
                     std::string{known->mend});
        return;
    }
    const bool escape = fault.message.starts_with("unknown escape character");
    report.error(fault.at, fmt::format("not YAML: {}, {}", fault.message, near),
                 escape ? R"(in double quotes \ starts an escape: use single quotes, or write \\)"
                        : "what follows in this file was not read");
}

void report_fault(const YamlFault& fault, FileReport& report) {
    switch (fault.kind) {
        case YamlFault::Kind::syntax:
            report_syntax(fault, report);
            break;
        case YamlFault::Kind::too_deep:
            report.error(fault.at, "maps and lists are nested too deeply to be a declaration",
                         "is this the right file?");
            break;
        case YamlFault::Kind::too_many:
            report.error(fault.at,
                         fmt::format("more than {} values, aliases counted for what they stand for",
                                     kMostValues),
                         "is this the right file? If so, split it into several");
            break;
        case YamlFault::Kind::endless_alias:
            report.error(fault.at, "an alias to the map or list that it stands in",
                         "write the value out");
            break;
        case YamlFault::Kind::open_quote:
            report.error(fault.at,
                         fmt::format("the quote that opens in {} is never closed",
                                     quoted_line(line_at(report.text(), fault.at))),
                         "close it; until then the rest of the file is part of this value");
            break;
    }
}

std::size_t tab_before_text(std::string_view line) {
    return line.substr(0, line.find_first_not_of(" \t")).find('\t');
}

// What `expand -i -t WIDTH` makes of the text.
std::string with_expanded_indentation(std::string_view text, std::size_t width) {
    std::string out;
    for (const std::string_view line : split_lines(text)) {
        const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
        std::size_t column = 0;
        for (const char c : line.substr(0, first)) {
            column += c == '\t' ? width - column % width : 1U;
        }
        out.append(column, ' ').append(line.substr(first));
    }
    return out;
}

// Reads a text again and again, each time with one more fault told and mended.
class Mender {
public:
    Mender(std::string& text, FileReport& report)
        : text_(text),
          report_(report),
          // A large file is read less often.
          readings_left_(std::min(kMostReadings, kLargestFile / (text.size() + 1))),
          reading_(read_yaml(text)) {}

    // True if there was a fault that could be mended.
    bool mend() {
        const bool mendable = reading_.fault && !told_ &&
                              (reading_.fault->kind == YamlFault::Kind::syntax ||
                               reading_.fault->kind == YamlFault::Kind::open_quote);
        return mendable && (mend_tabs() || (!told_ && mend_line()));
    }

    YamlReading& reading() { return reading_; }

    void report_fault() const {
        if (!told_) {
            desired::report_fault(*reading_.fault, report_);
        }
    }

private:
    // The bytes from where YAML stopped: those in front of it may have grown by the mend.
    static std::size_t unread(std::string_view text, const std::optional<YamlFault>& fault) {
        return fault ? text.size() - std::min(fault->at.offset, text.size() - 1) : 0;
    }

    // What is unread of the text, if that is less than it was.
    std::optional<YamlReading> read_further(const std::string& text, std::size_t& least) {
        if (readings_left_ == 0 || text.empty()) {
            return std::nullopt;
        }
        --readings_left_;
        YamlReading reading = read_yaml(text);
        const std::size_t rest = unread(text, reading.fault);
        if (rest >= least) {
            return std::nullopt;
        }
        least = rest;
        return reading;
    }

    void take(std::string text, YamlReading reading) {
        text_ = std::move(text);
        report_.read_from(text_);
        reading_ = std::move(reading);
    }

    bool mend_tabs() {
        const Position fault = reading_.fault->at;
        const std::string_view line = line_at(text_, fault);
        const std::size_t tab = tab_before_text(line);
        if (tab == std::string_view::npos) {
            return false;
        }
        constexpr std::array<std::size_t, 3> kWidths = {2, 4, 8};
        std::size_t least = unread(text_, reading_.fault);
        std::size_t best = 0;
        std::optional<YamlReading> read;
        for (const std::size_t width : kWidths) {
            if (auto further = read_further(with_expanded_indentation(text_, width), least)) {
                best = width;
                read = std::move(further);
            }
        }
        report_.error({fault.offset - fault.column + tab, fault.line, tab},
                      fmt::format("a tab in the indentation of {}", quoted_line(line)),
                      fmt::format("YAML is indented with spaces alone; this prints the file with "
                                  "them:\nexpand -i -t {} {}",
                                  best == 0 ? kWidths[0] : best, shell_word(report_.path())));
        told_ = !read;
        if (read) {
            take(with_expanded_indentation(text_, best), std::move(*read));
        }
        return read.has_value();
    }

    // The fault's own line first; then those above it, for what YAML took for the start of a text
    // or a list that goes on.
    bool mend_line() {
        constexpr std::size_t kMostLinesUp = 20;
        const Position fault = reading_.fault->at;
        Position at{fault.offset - std::min(fault.column, fault.offset), fault.line, 0};
        std::size_t fault_column = fault.column;
        for (std::size_t up = 0; up <= kMostLinesUp; ++up) {
            if (mend_at(at, fault_column)) {
                return true;
            }
            if (at.offset == 0 || at.line == 0) {
                return false;
            }
            const std::size_t newline =
                at.offset < 2 ? std::string::npos : text_.rfind('\n', at.offset - 2);
            at.offset = newline == std::string::npos ? 0 : newline + 1;
            --at.line;
            fault_column = std::string_view::npos;
        }
        return false;
    }

    bool mend_at(const Position& start, std::size_t fault_column) {
        const std::string line{line_at(text_, start)};
        for (const LineMend& mend : line_mends(line, fault_column)) {
            std::string text = text_;
            text.replace(start.offset + mend.column, mend.length, mend.text);
            std::size_t least = unread(text_, reading_.fault);
            std::optional<YamlReading> read = read_further(text, least);
            if (!read) {
                continue;
            }
            const bool shown = may_be_repeated(line);
            const std::string what =
                mend.what.empty()
                    ? fmt::format("{}, in {}", mend.reason, quoted_line(line))
                    : fmt::format("{} needs quotes: {}", shown ? quoted(mend.what) : "the value",
                                  mend.reason);
            report_.error({start.offset + mend.column, start.line, mend.column}, what,
                          shown ? mend.mend : mend.mend_unseen);
            take(std::move(text), std::move(*read));
            return true;
        }
        return false;
    }

    std::string& text_;
    FileReport& report_;
    std::size_t readings_left_;
    YamlReading reading_;
    bool told_ = false;  // the fault at hand, though there is no mend that helps
};

}  // namespace

bool read_yaml_with_mends(std::string& text, YamlDocument& document, FileReport& report) {
    Mender mender(text, report);
    while (mender.mend()) {
    }
    if (mender.reading().fault) {
        mender.report_fault();
        return false;
    }
    document = std::move(mender.reading().document);
    return true;
}

}  // namespace cronmend::desired
