// What tells this machine and this moment from others.
#pragma once

#include <string>

namespace cronmend::host {

// As uname(2) gives it.
[[nodiscard]] std::string host_name();

// Six of [A-Za-z0-9], each as likely as the others, from the kernel's random numbers.
[[nodiscard]] std::string random_suffix();

}  // namespace cronmend::host
