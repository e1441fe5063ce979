// What can be a user's name.
#pragma once

#include <string_view>

namespace cronmend::desired {

// Debian's adduser would refuse more; this is what no user's name on a Unix can be.
[[nodiscard]] bool is_user_name(std::string_view name);

}  // namespace cronmend::desired
