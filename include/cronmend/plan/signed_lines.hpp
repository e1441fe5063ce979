// What a change does to a table's lines, as a diff shows it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/plan/plan.hpp"

namespace cronmend::plan {

struct SignedLine {
    char sign = ' ';        // '-': it goes, '+': it comes, ' ': it stays
    std::string_view text;  // without LF
};

// An entry that stays while variables are set above it, or go, is no new one. The views point into
// the texts.
[[nodiscard]] std::vector<SignedLine> signed_lines(const std::optional<std::string>& before,
                                                   const std::optional<std::string>& after);

enum class Wanted { shown, left_out };

// The same of a change, whose texts are told without secrets; one whose secret alone is another
// does not look as if it stayed. What is wanted may be left out.
[[nodiscard]] std::vector<SignedLine> told_lines(const Change& change, Wanted wanted);

}  // namespace cronmend::plan
