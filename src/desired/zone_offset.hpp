// A zone given by how far it is from UTC, which is no zone's name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cronmend::desired {

// What to write for "+02:00", "-5", "UTC+2" or "GMT+5:30"; nothing for what is no such offset.
[[nodiscard]] std::optional<std::string> mend_of_offset(std::string_view text);

}  // namespace cronmend::desired
