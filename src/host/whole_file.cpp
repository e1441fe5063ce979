#include "whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "cronmend/base/text.hpp"
#include "cronmend/host/identity.hpp"

namespace cronmend::host {
namespace {

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

Unexpected cannot_read(const std::string& path, const std::string& why) {
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot read {}: {}", printable(path), why));
}

Unexpected cannot_write(const std::string& path, const std::string& step, int error) {
    return unexpected(
        ErrorCode::write_failed,
        fmt::format("cannot write {}: {}: {}", printable(path), step, system_words(error)));
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
    // The owner first: chown takes set-id bits away.
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

}  // namespace

std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos) {
        return ".";
    }
    return slash == 0 ? "/" : path.substr(0, slash);
}

Result<OpenFile> open_regular_file(const std::string& path, Links links) {
    const int follow = links == Links::refuse ? O_NOFOLLOW : 0;
    // O_NONBLOCK: opening a FIFO for reading would otherwise wait for a writer.
    OpenFile file;
    file.descriptor =
        Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | follow));
    if (!file.descriptor) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR) {
            return unexpected(ErrorCode::not_found,
                              fmt::format("{} does not exist", printable(path)));
        }
        return cannot_read(path, system_words(error));
    }
    if (::fstat(file.descriptor.get(), &file.facts) != 0) {
        return cannot_read(path, system_words(errno));
    }
    if (!S_ISREG(file.facts.st_mode)) {
        return cannot_read(path, fmt::format("it is {}, not a file", kind_of(file.facts.st_mode)));
    }
    return file;
}

Result<std::string> read_to_end(const OpenFile& file, const std::string& path, std::size_t most) {
    std::string content;
    if (file.facts.st_size > 0) {
        content.reserve(std::min(static_cast<std::size_t>(file.facts.st_size), most));
    }
    std::array<char, 65536> piece{};
    for (;;) {
        const ssize_t count = ::read(file.descriptor.get(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return cannot_read(path, system_words(errno));
        }
        if (count == 0) {
            return content;
        }
        content.append(piece.data(), static_cast<std::size_t>(count));
        if (content.size() > most) {
            return cannot_read(path, fmt::format("it is larger than {} bytes", most));
        }
    }
}

Result<void> sync_folder(const std::string& folder) {
    const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // A folder that can be written but not read (mode 0300) cannot be opened; nothing to sync by.
    if (!descriptor && errno == EACCES) {
        return {};
    }
    // Some file systems cannot sync a folder and say EINVAL.
    if (!descriptor || (::fsync(descriptor.get()) != 0 && errno != EINVAL)) {
        return cannot_write(folder, "fsync", errno);
    }
    return {};
}

Result<void> replace_file(const std::string& path, std::string_view content, mode_t mode,
                          std::optional<Owner> owner) {
    const std::string folder = folder_of(path);
    const std::string temporary = fmt::format("{}/.cronmend-{}.tmp", folder, random_suffix());
    Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file) {
        return cannot_write(path, fmt::format("a temporary file in {}", printable(folder)), errno);
    }
    auto done = fill(file, path, content, mode, owner);
    if (done && ::rename(temporary.c_str(), path.c_str()) != 0) {
        done = cannot_write(path, "rename", errno);
    }
    if (!done) {
        ::unlink(temporary.c_str());
        return done;
    }
    return sync_folder(folder);
}

}  // namespace cronmend::host
