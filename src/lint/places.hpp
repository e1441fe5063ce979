// Places in a line, and text as a message may quote it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::lint::detail {

struct Place {
    std::size_t line = 0;    // from 1; 0: the file as a whole
    std::size_t column = 0;  // from 1; 0: not known
};

// The characters before that offset, and one.
[[nodiscard]] inline std::size_t column_of(std::string_view line, std::size_t offset) {
    const std::string_view before = line.substr(0, offset);
    return 1 + static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
               return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
           }));
}

// In quotes, printable, without secrets, cut when it is long.
[[nodiscard]] inline std::string quoted(std::string_view text) {
    constexpr std::size_t kMost = 60;
    std::string shown = printable(redact(text.substr(0, 4 * kMost)));
    if (shown.size() > kMost) {
        std::size_t end = kMost;
        while (end > 0 && (static_cast<unsigned char>(shown[end]) & 0xc0U) == 0x80U) {
            --end;
        }
        shown.resize(end);
        shown += "...";
    }
    return '"' + shown + '"';
}

}  // namespace cronmend::lint::detail
