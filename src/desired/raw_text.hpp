// What must hold of a file's bytes before YAML is looked for in them.
#pragma once

#include <string>
#include <string_view>

#include "file_report.hpp"

namespace cronmend::desired {

inline constexpr std::size_t kLargestFile = std::size_t{16} << 20U;  // bytes

// Without a UTF-8 byte order mark, which some editors put first.
[[nodiscard]] std::string_view without_byte_order_mark(std::string_view text);

// Reports a file that is too large, bytes that are not UTF-8, and control characters (yaml-cpp
// takes some of them for the end of the file). False if the text cannot be read any further.
[[nodiscard]] bool check_raw_text(std::string_view text, FileReport& report);

}  // namespace cronmend::desired
