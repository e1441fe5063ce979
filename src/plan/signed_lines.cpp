#include "cronmend/plan/signed_lines.hpp"

#include "cronmend/base/text.hpp"

namespace cronmend::plan {
namespace {

void add_lines(std::vector<SignedLine>& lines, char sign, std::string_view text) {
    for (const std::string_view line : split_lines(text)) {
        lines.push_back({sign, without_newline(line)});
    }
}

// The lines above `before` in `after`; nothing if that does not stand at its end.
std::optional<std::string_view> above(std::string_view before, std::string_view after) {
    if (!after.ends_with(before)) {
        return std::nullopt;
    }
    after.remove_suffix(before.size());
    return after.empty() || after.ends_with('\n') ? std::optional{after} : std::nullopt;
}

}  // namespace

std::vector<SignedLine> signed_lines(const std::optional<std::string>& before,
                                     const std::optional<std::string>& after) {
    std::vector<SignedLine> lines;
    if (const auto added = before && after ? above(*before, *after) : std::nullopt) {
        add_lines(lines, '+', *added);
        add_lines(lines, ' ', *before);
        return lines;
    }
    add_lines(lines, '-', before ? std::string_view{*before} : std::string_view{});
    add_lines(lines, '+', after ? std::string_view{*after} : std::string_view{});
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
