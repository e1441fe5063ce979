// Files that a command only looks at: tables and declarations that were named to `import` and
// `lint`, whosever they are.
#pragma once

#include <string>

#include "cronmend/base/result.hpp"

namespace cronmend::cli {

// A crontab; "-" is standard input. As root, what leads to the file may belong to one other user
// alone, and then the file must too: see host::read_file_of_one(). Error not_found, untrusted,
// unreadable, also for more than host::kMostFileBytes.
[[nodiscard]] Result<std::string> read_table(const std::string& path);

// A declaration, likewise.
[[nodiscard]] Result<std::string> read_declaration(const std::string& path);

}  // namespace cronmend::cli
