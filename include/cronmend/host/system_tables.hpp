// The system's own crontabs, /etc/crontab and the files of /etc/cron.d, and what cron looks at
// before it reads one. Also standard input as a file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/system_table.hpp"

namespace cronmend::host {

// Error not_found, unreadable.
[[nodiscard]] Result<cron::TableFile> look_at_table(const std::string& path);

[[nodiscard]] bool is_folder(const std::string& path);

// The paths of all that stands in the folder but `.`, `..` and folders, by name. Error unreadable.
[[nodiscard]] Result<std::vector<std::string>> files_in(const std::string& folder);

// All of standard input. Error unreadable, also for more than `most` bytes.
[[nodiscard]] Result<std::string> read_standard_input(std::size_t most);

}  // namespace cronmend::host
