// Files, read and replaced as a whole.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

inline constexpr std::size_t kMostFileBytes = 64u << 20;

// A whole regular file; a symbolic link is followed. Never waits for a FIFO or a device. Error
// not_found, unreadable (a folder, a FIFO, a device, no permission, over `most` bytes).
[[nodiscard]] Result<std::string> read_file(const std::string& path,
                                            std::size_t most = kMostFileBytes);

// By a temporary file beside it, fsync and rename: the old content or the new, never a part, even
// if the power goes. A symbolic link in its place is replaced, not followed. Error write_failed.
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view content,
                                      unsigned mode);

// One that is not there is no error. Error write_failed.
[[nodiscard]] Result<void> remove_file(const std::string& path);

// Takes away what a write_file() that was killed left in this folder. Only for a folder in which
// nobody is writing. What cannot be removed stays: it does no harm.
void remove_leftovers(const std::string& folder);

// Makes the folder and its missing parents, mode 0700. One that is there already is left as it is.
// Error write_failed, also if something that is no folder stands in its place.
[[nodiscard]] Result<void> make_folder(const std::string& path);

// The files meant by a path: itself, or, for a folder, its *.yaml and *.yml in the order of their
// names (hidden ones passed over). Error not_found for a path that does not exist, invalid_input
// for a FIFO, a socket or a device, unreadable for a folder that cannot be listed.
[[nodiscard]] Result<std::vector<std::string>> declaration_files(const std::string& path);

}  // namespace cronmend::host
