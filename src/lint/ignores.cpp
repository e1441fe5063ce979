#include "ignores.hpp"

#include <algorithm>

#include "cronmend/base/text.hpp"
#include "places.hpp"

namespace cronmend::lint::detail {
namespace {

using cron::LineKind;

constexpr std::string_view kMark = "cronmend:";
constexpr std::string_view kWord = "ignore";

bool take_word(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) {
        return false;
    }
    text = trim_blanks(text.substr(word.size()));
    return true;
}

bool is_code_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// The codes of a comment that starts with '#' and is nothing else but an ignore.
std::vector<std::string> codes_of(std::string_view comment) {
    comment = comment.substr(std::min(comment.find_first_not_of('#'), comment.size()));
    comment = trim_blanks(comment);
    if (comment.ends_with('\r')) {
        comment = trim_blanks(comment.substr(0, comment.size() - 1));
    }
    if (!take_word(comment, kMark) || !take_word(comment, kWord)) {
        return {};
    }
    std::vector<std::string> codes;
    while (!comment.empty()) {
        std::size_t end = 0;
        while (end < comment.size() && is_code_letter(comment[end])) {
            ++end;
        }
        if (end == 0) {
            return {};  // words of some other kind
        }
        codes.emplace_back(comment.substr(0, end));
        comment = comment.substr(end);
        comment = comment.substr(std::min(comment.find_first_not_of(", \t"), comment.size()));
    }
    return codes;
}

void add(std::vector<Ignore>& ignores, std::vector<std::string> codes, std::size_t line,
         std::size_t column, std::size_t target) {
    for (std::string& code : codes) {
        ignores.push_back({std::move(code), line, column, target, false});
    }
}

bool is_comment(LineKind kind) {
    return kind == LineKind::comment || kind == LineKind::disabled_entry ||
           kind == LineKind::marker;
}

// The last '#' of the line that can start a YAML comment; npos if there is none.
std::size_t comment_in(std::string_view line) {
    for (std::size_t at = line.rfind('#'); at != std::string_view::npos && line.size() > at;
         at = at == 0 ? std::string_view::npos : line.rfind('#', at - 1)) {
        if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') {
            return at;
        }
    }
    return std::string_view::npos;
}

}  // namespace

std::vector<Ignore> ignores_in(const cron::Crontab& table) {
    std::vector<Ignore> ignores;
    std::size_t waiting = 0;  // the first whose target is not known yet
    const std::vector<cron::Line>& lines = table.lines();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].kind == LineKind::comment) {
            const std::string_view text = table.text_of(i);
            const std::size_t start = std::min(text.find('#'), text.size());
            add(ignores, codes_of(text.substr(start)), i + 1, column_of(text, start), 0);
            continue;
        }
        if (is_comment(lines[i].kind)) {
            continue;
        }
        for (; waiting < ignores.size(); ++waiting) {
            ignores[waiting].target = lines[i].kind == LineKind::blank ? 0 : i + 1;
        }
    }
    return ignores;
}

std::vector<Ignore> ignores_in_yaml(std::string_view text) {
    std::vector<Ignore> ignores;
    std::size_t waiting = 0;
    std::size_t number = 0;
    for (const std::string_view raw : split_lines(text)) {
        ++number;
        const std::string_view line = without_newline(raw);
        const std::string_view content = trim_blanks(line);
        const bool alone = content.empty() || content == "\r" || content.front() == '#';
        if (!alone) {
            for (; waiting < ignores.size(); ++waiting) {
                ignores[waiting].target = number;
            }
        }
        const std::size_t start = comment_in(line);
        if (start != std::string_view::npos) {
            add(ignores, codes_of(line.substr(start)), number, column_of(line, start),
                alone ? 0 : number);
        }
        waiting = alone ? waiting : ignores.size();
    }
    return ignores;
}

}  // namespace cronmend::lint::detail
