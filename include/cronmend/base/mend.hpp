// How to put a problem right, in words for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// The mend as it stands below its message: four blanks in front of each of its lines.
[[nodiscard]] std::string indented_mend(std::string_view mend);

}  // namespace cronmend
