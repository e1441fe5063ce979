// A unified diff of two texts, as `diff -u` writes it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cronmend::plan {

struct DiffNames {
    std::string before;
    std::string after;
};

// Empty if the texts are equal. Lines of context: `context`. A missing last LF is told as diff
// does.
[[nodiscard]] std::string unified_diff(std::string_view before, std::string_view after,
                                       const DiffNames& names, std::size_t context = 3);

}  // namespace cronmend::plan
