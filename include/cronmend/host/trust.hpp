// Who else could change what we are told to rely on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cronmend/base/result.hpp"
#include "cronmend/host/files.hpp"

namespace cronmend::host {

inline constexpr std::string_view kScheduleFolder = "/etc/cronmend/schedules";

// Nothing if only root and the invoking user can change what the path leads to: the file, every
// folder on the way to it, and every link. An entry that root or the invoking user owns is safe in
// a sticky folder such as /tmp, however open that is. Looks at owners, modes and POSIX ACLs.
// Error untrusted that names the first place somebody else can write, and says how to mend it;
// not_found or unreadable if the way ends before the file.
//
// The mend never asks to change a folder or a link: a folder on the way may be somebody's home,
// which chown would take from them. It changes the file itself where that is enough, and otherwise
// asks to copy it to a trusted folder, `refuge` for one.
[[nodiscard]] Result<void> check_trusted(const std::string& path,
                                         std::string_view refuge = kScheduleFolder);

struct TrustedPlace {
    std::string path;  // absolute, without a link or a dot in it
    bool exists = false;
};

// Where a file is, or would be made: what the path leads to, checked as by check_trusted(). If only
// its last part is missing, others must not be able to put a file there either, so that even a
// sticky folder is untrusted. Errors of check_trusted(); not_found if a folder is missing.
[[nodiscard]] Result<TrustedPlace> find_trusted_place(const std::string& path,
                                                      std::string_view refuge = kScheduleFolder);

// Makes the folder and its missing parents, mode 0700, each once everything on the way to it is
// trusted; then the folder is. Errors of check_trusted(), and write_failed.
[[nodiscard]] Result<void> make_trusted_folder(const std::string& path,
                                               std::string_view refuge = kScheduleFolder);

// Nothing if the path leads to a file that only the invoking user owns and can write, or ever
// could through another name: trusted, its own, and with one link. One that is not there is in
// order. Error untrusted with a mend, and those of check_trusted().
[[nodiscard]] Result<void> check_own_file(const std::string& path);

// The file's content, of the very file that check_trusted() found in order: one exchanged between
// the check and the read is an error. Errors of check_trusted() and of read_file().
[[nodiscard]] Result<std::string> read_trusted_file(const std::string& path,
                                                    std::size_t most = kMostFileBytes,
                                                    std::string_view refuge = kScheduleFolder);

// The content of a file that is only looked at, and may be somebody else's: what leads to it may
// belong to one other user, if the file is that user's too. So nobody leads root to what is not
// theirs. Errors as above.
[[nodiscard]] Result<std::string> read_file_of_one(const std::string& path,
                                                   std::size_t most = kMostFileBytes,
                                                   std::string_view refuge = kScheduleFolder);

}  // namespace cronmend::host
