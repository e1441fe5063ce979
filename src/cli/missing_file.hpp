// What to tell of a file that is not there.
#pragma once

#include <string>
#include <string_view>

#include "cronmend/base/error.hpp"

namespace cronmend::cli {

// The error with a mend, if it is not_found: a name that is nearly the same and stands beside it;
// else where the file was looked for, and `otherwise`, what else can be done. Others stay as they
// are.
[[nodiscard]] Error with_way_out(const Error& error, const std::string& path,
                                 std::string_view otherwise);

}  // namespace cronmend::cli
