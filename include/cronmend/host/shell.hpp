// The shell that cron gave a job.
#pragma once

#include <string>

#include "cronmend/base/error.hpp"

namespace cronmend::host {

// Becomes `$SHELL -c COMMAND`, or /bin/sh where SHELL is not set, as cron itself would start it:
// environment, standard streams and process id stay. Comes back only with an error: not_found, or
// not_permitted.
[[nodiscard]] Error become_shell(const std::string& command);

}  // namespace cronmend::host
