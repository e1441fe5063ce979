// The system's own crontabs, /etc/crontab and the files of /etc/cron.d, and what cron looks at
// before it reads one. Also standard input as a file.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

inline constexpr const char* kSystemTable = "/etc/crontab";
inline constexpr const char* kSystemTables = "/etc/cron.d";

struct TableFile {
    bool exists = true;   // of a link: what it points to
    bool regular = true;  // of a link: what it points to
    bool is_link = false;
    uid_t link_owner = 0;
    uid_t owner = 0;  // of a link: of what it points to
    mode_t mode = 0;  // the lower 12 bits, likewise
    std::uint64_t links = 0;
};

// Error not_found, unreadable.
[[nodiscard]] Result<TableFile> look_at_table(const std::string& path);

[[nodiscard]] bool is_folder(const std::string& path);

// The paths of all that stands in the folder but `.`, `..` and folders, by name. Error unreadable.
[[nodiscard]] Result<std::vector<std::string>> files_in(const std::string& folder);

// All of standard input. Error unreadable, also for more than `most` bytes.
[[nodiscard]] Result<std::string> read_standard_input(std::size_t most);

}  // namespace cronmend::host
