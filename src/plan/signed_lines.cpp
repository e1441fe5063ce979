#include "cronmend/plan/signed_lines.hpp"

#include <algorithm>

#include "cronmend/base/text.hpp"

namespace cronmend::plan {
namespace {

std::vector<std::string_view> text_lines(const std::optional<std::string>& text) {
    std::vector<std::string_view> lines;
    if (text) {
        for (const std::string_view line : split_lines(*text)) {
            lines.push_back(without_newline(line));
        }
    }
    return lines;
}

}  // namespace

std::vector<SignedLine> signed_lines(const std::optional<std::string>& before,
                                     const std::optional<std::string>& after) {
    const std::vector<std::string_view> gone = text_lines(before);
    const std::vector<std::string_view> come = text_lines(after);
    const auto front = std::mismatch(gone.begin(), gone.end(), come.begin(), come.end());
    const auto back = std::mismatch(gone.rbegin(), std::make_reverse_iterator(front.first),
                                    come.rbegin(), std::make_reverse_iterator(front.second));
    std::vector<SignedLine> lines;
    const auto add = [&](char sign, auto begin, auto end) {
        std::for_each(begin, end, [&](std::string_view line) { lines.push_back({sign, line}); });
    };
    add(' ', gone.begin(), front.first);
    add('-', front.first, back.first.base());
    add('+', front.second, back.second.base());
    add(' ', back.first.base(), gone.end());
    return lines;
}

std::vector<SignedLine> told_lines(const Change& change, Wanted wanted) {
    const bool shown = wanted == Wanted::shown;
    std::vector<SignedLine> lines =
        signed_lines(change.before, shown ? change.after : std::nullopt);
    const auto split = [](const std::optional<std::string>& text) {
        return split_lines(text ? std::string_view{*text} : std::string_view{});
    };
    const std::vector<std::string_view> before = split(change.told_before);
    const std::vector<std::string_view> after = split(change.told_after);
    std::size_t next_before = 0;
    std::size_t next_after = 0;
    for (SignedLine& line : lines) {
        line.text =
            without_newline(line.sign == '-' ? before.at(next_before++) : after.at(next_after++));
    }
    return lines;
}

}  // namespace cronmend::plan
