// A database in write-ahead mode as one block of memory, for a reader that must leave no trace:
// SQLite itself would make or map the -shm file. The write-ahead log's format is documented at
// https://www.sqlite.org/fileformat2.html#the_write_ahead_log.
#pragma once

#include <memory>
#include <string>

#include "cronmend/base/result.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

// The database at `path` with every transaction that its -wal holds, read-only. Error moved if a
// writer got in between: to be tried again. `file` is a connection to the database file alone: it
// is read through SQLite, since closing a descriptor of one's own would drop this process's locks.
[[nodiscard]] Result<std::unique_ptr<Database>> load_image(Database& file, const std::string& path);

}  // namespace cronmend::store
