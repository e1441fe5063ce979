// What a change does to a table's lines, as a diff shows it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cronmend::plan {

struct SignedLine {
    char sign = ' ';        // '-': it goes, '+': it comes, ' ': it stays
    std::string_view text;  // without LF
};

// An entry that stays while variables are set above it is no new one. The views point into the
// texts.
[[nodiscard]] std::vector<SignedLine> signed_lines(const std::optional<std::string>& before,
                                                   const std::optional<std::string>& after);

}  // namespace cronmend::plan
