#include "whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/host/identity.hpp"
#include "cronmend/host/users.hpp"

namespace cronmend::host {
namespace {

constexpr std::string_view kTemporaryFront = ".cronmend-";
constexpr std::string_view kTemporaryBack = ".tmp";
constexpr std::size_t kLeastRead = 4096;  // bytes; the size of a file below /proc is not known

Unexpected cannot_read(const std::string& path, const std::string& why,
                       const std::string& mend = {}) {
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot read {}: {}", printable(path), why), mend);
}

Unexpected cannot_write(const std::string& path, const std::string& step, int error) {
    return unexpected(
        ErrorCode::write_failed,
        fmt::format("cannot write {}: {}: {}", printable(path), step, system_words(error)),
        mend_for(error));
}

Result<void> write_all(int descriptor, std::string_view content, const std::string& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            return cannot_write(path, "write", errno);
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

// Everything up to the rename; the caller removes the temporary file if this fails.
Result<void> fill(const Descriptor& file, const std::string& path, std::string_view content,
                  mode_t mode, const std::optional<Owner>& owner) {
    // What the folder's default ACL gave would go through, once the mode lets it.
    ::fremovexattr(file.get(), "system.posix_acl_access");
    if (owner && ::fchown(file.get(), owner->user, owner->group) != 0) {
        return cannot_write(path, "keeping its owner", errno);
    }
    if (::fchmod(file.get(), mode) != 0) {
        return cannot_write(path, "setting its mode", errno);
    }
    if (auto written = write_all(file.get(), content, path); !written) {
        return written;
    }
    if (::fsync(file.get()) != 0) {
        return cannot_write(path, "fsync", errno);
    }
    return {};
}

Result<OpenFile> open_regular(int folder, const std::string& name, const std::string& path,
                              Links links) {
    const int follow = links == Links::refuse ? O_NOFOLLOW : 0;
    // O_NONBLOCK: opening a FIFO for reading would otherwise wait for a writer.
    OpenFile file;
    file.descriptor = Descriptor(
        ::openat(folder, name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | follow));
    if (!file.descriptor) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR) {
            return unexpected(ErrorCode::not_found,
                              fmt::format("{} does not exist", printable(path)));
        }
        return cannot_read(path, system_words(error), mend_for(error));
    }
    if (::fstat(file.descriptor.get(), &file.facts) != 0) {
        return cannot_read(path, system_words(errno));
    }
    if (!S_ISREG(file.facts.st_mode)) {
        return cannot_read(path, fmt::format("it is {}, not a file", kind_of(file.facts.st_mode)),
                           "name a plain file");
    }
    return file;
}

}  // namespace

std::string kind_of(mode_t mode) {
    if (S_ISDIR(mode)) {
        return "a folder";
    }
    if (S_ISFIFO(mode)) {
        return "a FIFO";
    }
    if (S_ISSOCK(mode)) {
        return "a socket";
    }
    return S_ISLNK(mode) ? "a symbolic link" : "a device";
}

std::string mend_for(int error) {
    return error == EACCES || error == EPERM
               ? fmt::format(
                     "{} may not do that: run cronmend as somebody who may, or have the "
                     "owner allow it",
                     printable(invoking_user()))
               : std::string{};
}

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
        return ".";
    }
    return slash == 0 ? "/" : path.substr(0, slash);
}

Descriptor open_folder(const std::string& path) {
    constexpr int kHow = O_DIRECTORY | O_CLOEXEC;
    Descriptor folder(::open(path.c_str(), O_RDONLY | kHow));
    // One that can be written but not read (mode 0300) is good for all but syncing.
    return folder || errno != EACCES ? std::move(folder)
                                     : Descriptor(::open(path.c_str(), O_PATH | kHow));
}

Result<OpenFile> open_regular_file(const std::string& path, Links links) {
    return open_regular(AT_FDCWD, path, path, links);
}

Result<OpenFile> open_regular_file_in(const Descriptor& folder, const std::string& name,
                                      const std::string& path) {
    return open_regular(folder.get(), name, path, Links::refuse);
}

Result<std::string> read_at_most(const OpenFile& file, const std::string& path, std::size_t most) {
    // Right into the text, with room for one byte more than the file is said to hold: so its end
    // shows at the second look.
    const auto said = static_cast<std::size_t>(std::max<off_t>(file.facts.st_size, 0));
    std::string content;
    std::size_t filled = 0;
    while (filled < most) {
        if (filled == content.size()) {
            content.resize(std::min(std::max({said + 1, filled * 2, kLeastRead}), most));
        }
        const ssize_t count =
            ::read(file.descriptor.get(), content.data() + filled, content.size() - filled);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return cannot_read(path, system_words(errno));
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    content.resize(filled);
    return content;
}

Result<std::string> read_to_end(const OpenFile& file, const std::string& path, std::size_t most) {
    auto content = read_at_most(file, path, most + 1);
    if (content && content->size() > most) {
        return cannot_read(path, fmt::format("it is larger than {} bytes", most));
    }
    return content;
}

Result<void> sync_folder(const Descriptor& folder, const std::string& path) {
    // Some file systems cannot sync a folder and say EINVAL; EBADF: opened without reading it.
    if (::fsync(folder.get()) != 0 && errno != EINVAL && errno != EBADF) {
        return cannot_write(path, "fsync", errno);
    }
    return {};
}

bool is_temporary_name(std::string_view name) {
    constexpr std::size_t kSuffix = 6;  // of random_suffix()
    return name.size() == kTemporaryFront.size() + kSuffix + kTemporaryBack.size() &&
           name.starts_with(kTemporaryFront) && name.ends_with(kTemporaryBack);
}

std::string temporary_name() {
    return fmt::format("{}{}{}", kTemporaryFront, random_suffix(), kTemporaryBack);
}

Result<std::string> make_temporary(const Descriptor& folder, const std::string& path,
                                   const NewFile& file) {
    const std::string temporary = temporary_name();
    const Descriptor made(::openat(folder.get(), temporary.c_str(),
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!made) {
        return cannot_write(path, fmt::format("a temporary file in {}", printable(folder_of(path))),
                            errno);
    }
    if (auto done = fill(made, path, file.content, file.mode, file.owner); !done) {
        ::unlinkat(folder.get(), temporary.c_str(), 0);
        return unexpected(done.error());
    }
    return temporary;
}

Result<void> replace_file(const std::string& path, const NewFile& file) {
    const std::string folder = folder_of(path);
    const Descriptor opened = open_folder(folder);
    if (!opened) {
        return cannot_write(path, fmt::format("a temporary file in {}", printable(folder)), errno);
    }
    return replace_file_in(opened, path.substr(path.rfind('/') + 1), path, file);
}

Result<void> replace_file_in(const Descriptor& folder, const std::string& name,
                             const std::string& path, const NewFile& file) {
    const auto temporary = make_temporary(folder, path, file);
    if (!temporary) {
        return unexpected(temporary.error());
    }
    if (::renameat(folder.get(), temporary->c_str(), folder.get(), name.c_str()) != 0) {
        const int error = errno;
        ::unlinkat(folder.get(), temporary->c_str(), 0);
        return cannot_write(path, "rename", error);
    }
    return sync_folder(folder, folder_of(path));
}

}  // namespace cronmend::host
