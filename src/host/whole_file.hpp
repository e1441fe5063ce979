// The one way in which this room reads and replaces whole files.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/table_size.hpp"
#include "descriptor.hpp"

namespace cronmend::host {

// A table is read as a whole, up to this: a listing with its header may be twice as long.
inline constexpr std::size_t kMostTableRead = 2 * cron::kMostTableBytes + 4096;

// Links that are followed on the way to a file: as many as the kernel follows.
inline constexpr int kMostLinks = 40;

enum class Links { follow, refuse };

// What st_mode says that something is which is not a file: "a folder", "a FIFO".
[[nodiscard]] std::string kind_of(mode_t mode);

struct OpenFile {
    Descriptor descriptor;
    struct stat facts {};
};

// A regular file, opened for reading without waiting for a FIFO or a device. Error not_found,
// unreadable.
[[nodiscard]] Result<OpenFile> open_regular_file(const std::string& path, Links links);

// The same by a name in an open folder; a link is refused. `path` is for the words.
[[nodiscard]] Result<OpenFile> open_regular_file_in(const Descriptor& folder,
                                                    const std::string& name,
                                                    const std::string& path);

// The folder, for files in it to be opened, made, renamed and removed by name. Nothing, with errno
// set, if that cannot be done.
[[nodiscard]] Descriptor open_folder(const std::string& path);

// What is left of it, but no more than its first `most` bytes. Error unreadable.
[[nodiscard]] Result<std::string> read_at_most(const OpenFile& file, const std::string& path,
                                               std::size_t most);

// Everything from here to its end. Error unreadable, also for more than `most` bytes.
[[nodiscard]] Result<std::string> read_to_end(const OpenFile& file, const std::string& path,
                                              std::size_t most);

struct Owner {
    uid_t user = 0;
    gid_t group = 0;
};

struct NewFile {
    std::string_view content;
    mode_t mode = 0600;
    std::optional<Owner> owner = {};  // whom it is given to; else it stays ours
};

// See write_file().
[[nodiscard]] Result<void> replace_file(const std::string& path, const NewFile& file);

// The same in an open folder, whatever its path leads to by now. `path` is for the words.
[[nodiscard]] Result<void> replace_file_in(const Descriptor& folder, const std::string& name,
                                           const std::string& path, const NewFile& file);

// The file under a temporary_name(), complete and on the disk, to be renamed. Error write_failed,
// and nothing is left of it.
[[nodiscard]] Result<std::string> make_temporary(const Descriptor& folder, const std::string& path,
                                                 const NewFile& file);

// Of a file that is made on the way, and hidden.
[[nodiscard]] std::string temporary_name();
[[nodiscard]] bool is_temporary_name(std::string_view name);

// What a reader can do about this errno; empty if nothing is known.
[[nodiscard]] std::string mend_for(int error);

// The folder that holds the path's last component: "." if there is no slash in it.
[[nodiscard]] std::string folder_of(const std::string& path);

// Makes what was created, renamed or removed in the folder outlast a loss of power.
[[nodiscard]] Result<void> sync_folder(const Descriptor& folder, const std::string& path);

}  // namespace cronmend::host
