#include "cronmend/host/system_tables.hpp"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "cronmend/base/text.hpp"
#include "descriptor.hpp"

namespace cronmend::host {
namespace {

constexpr mode_t kModeBits = 07777;

Unexpected cannot(const char* what, const std::string& path, int error) {
    const bool gone = error == ENOENT || error == ENOTDIR;
    return unexpected(
        gone ? ErrorCode::not_found : ErrorCode::unreadable,
        gone ? fmt::format("{} does not exist", printable(path))
             : fmt::format("cannot {} {}: {}", what, printable(path), system_words(error)));
}

}  // namespace

Result<cron::TableFile> look_at_table(const std::string& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) {
        return cannot("look at", path, errno);
    }
    cron::TableFile file;
    file.is_link = S_ISLNK(facts.st_mode);
    file.link_owner = facts.st_uid;
    file.exists = ::stat(path.c_str(), &facts) == 0;
    file.regular = file.exists && S_ISREG(facts.st_mode);
    file.owner = facts.st_uid;
    file.mode = facts.st_mode & kModeBits;
    file.links = facts.st_nlink;
    return file;
}

bool is_folder(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode);
}

Result<std::vector<std::string>> files_in(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    if (!entries) {
        return cannot("list", folder, errno);
    }
    std::vector<std::string> files;
    errno = 0;
    while (const dirent* entry = ::readdir(entries.get())) {
        const std::string path = folder + (folder.ends_with('/') ? "" : "/") + entry->d_name;
        if (!is_folder(path)) {
            files.push_back(path);
        }
        errno = 0;
    }
    if (errno != 0) {
        return cannot("list", folder, errno);
    }
    std::sort(files.begin(), files.end());
    return files;
}

Result<std::string> read_standard_input(std::size_t most) {
    constexpr std::size_t kPiece = std::size_t{1} << 16U;
    std::string text;
    for (;;) {
        const std::size_t end = text.size();
        text.resize(end + kPiece);
        const ssize_t got = ::read(STDIN_FILENO, text.data() + end, kPiece);
        if (got < 0 && errno != EINTR) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("cannot read standard input: {}", system_words(errno)));
        }
        text.resize(end + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) {
            return text;
        }
        if (text.size() > most) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("standard input is larger than {} bytes", most));
        }
    }
}

}  // namespace cronmend::host
