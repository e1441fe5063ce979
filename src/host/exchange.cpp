#include "exchange.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cronmend/base/text.hpp"
#include "cronmend/host/users.hpp"

namespace cronmend::host {
namespace {

bool not_supported(int error) {
    return error == EINVAL || error == ENOSYS || error == EOPNOTSUPP;
}

// 0, or what went wrong.
int rename_in(const Descriptor& folder, const std::string& from, const std::string& to,
              unsigned flags) {
    const bool done = ::renameat2(folder.get(), from.c_str(), folder.get(), to.c_str(), flags) == 0;
    return done ? 0 : errno;
}

void remove_from(const Descriptor& folder, const std::string& name) {
    ::unlinkat(folder.get(), name.c_str(), 0);
}

Unexpected failed_to(const char* what, const std::string& path, int error) {
    return unexpected(ErrorCode::write_failed,
                      fmt::format("cannot {} {}: {}", what, printable(path), system_words(error)));
}

Unexpected kept_beside(const FilePlace& place, const std::string& name) {
    return unexpected(
        ErrorCode::write_failed,
        fmt::format("{} was changed by somebody else while it was replaced", printable(place.path)),
        fmt::format("what they wrote is kept beside it as {}: compare the two", name));
}

ino_t inode_of(const Descriptor& folder, const std::string& name) {
    struct stat facts {};
    return ::fstatat(folder.get(), name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0 ? facts.st_ino
                                                                                   : 0;
}

// `taken` is what stood in the place, which now holds our file.
Result<void> put_back(const FilePlace& place, const std::string& taken, ino_t ours) {
    if (rename_in(place.folder, taken, place.name, RENAME_EXCHANGE) != 0 ||
        inode_of(place.folder, taken) != ours) {
        return kept_beside(place, taken);
    }
    remove_from(place.folder, taken);
    return moved(place.path);
}

// Where two names cannot be exchanged at once.
Result<void> look_and_rename(const FilePlace& place, const std::string& temporary,
                             const Recognizer& is_the_one) {
    if (!is_the_one(place.folder, place.name)) {
        remove_from(place.folder, temporary);
        return moved(place.path);
    }
    if (const int error = rename_in(place.folder, temporary, place.name, 0); error != 0) {
        remove_from(place.folder, temporary);
        return failed_to("write", place.path, error);
    }
    return {};
}

Result<void> exchange(const FilePlace& place, const std::string& temporary,
                      const Recognizer& is_the_one) {
    const ino_t ours = inode_of(place.folder, temporary);
    const int error = rename_in(place.folder, temporary, place.name, RENAME_EXCHANGE);
    if (not_supported(error)) {
        return look_and_rename(place, temporary, is_the_one);
    }
    if (error != 0) {
        remove_from(place.folder, temporary);
        return error == ENOENT ? Result<void>{moved(place.path)}
                               : failed_to("write", place.path, error);
    }
    if (!is_the_one(place.folder, temporary)) {
        return put_back(place, temporary, ours);
    }
    remove_from(place.folder, temporary);
    return {};
}

// True if the name is free, as far as can be told without taking it.
bool is_free(const FilePlace& place) {
    struct stat facts {};
    return ::fstatat(place.folder.get(), place.name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0;
}

Result<void> take_and_remove(const FilePlace& place, const std::string& taken,
                             const Recognizer& is_the_one) {
    if (is_the_one(place.folder, taken)) {
        remove_from(place.folder, taken);
        return {};
    }
    return rename_in(place.folder, taken, place.name, RENAME_NOREPLACE) == 0
               ? Result<void>{moved(place.path)}
               : kept_beside(place, taken);
}

Result<void> look_and_remove(const FilePlace& place, const Recognizer& is_the_one) {
    if (!is_free(place) && !is_the_one(place.folder, place.name)) {
        return moved(place.path);
    }
    if (::unlinkat(place.folder.get(), place.name.c_str(), 0) != 0 && errno != ENOENT) {
        return failed_to("remove", place.path, errno);
    }
    return {};
}

}  // namespace

Unexpected moved(const std::string& path) {
    return unexpected(
        ErrorCode::moved,
        fmt::format("{} was exchanged or edited since it was read; it was left as it is",
                    printable(path)),
        "the next pass starts from what stands there then");
}

Result<void> exchange_file(const FilePlace& place, const NewFile& file,
                           const Recognizer& is_the_one) {
    const auto temporary = make_temporary(place.folder, place.path, file);
    if (!temporary) {
        return unexpected(temporary.error());
    }
    if (auto done = exchange(place, *temporary, is_the_one); !done) {
        return done;
    }
    return sync_folder(place.folder, folder_of(place.path));
}

Result<void> place_file(const FilePlace& place, const NewFile& file) {
    const auto temporary = make_temporary(place.folder, place.path, file);
    if (!temporary) {
        return unexpected(temporary.error());
    }
    int error = rename_in(place.folder, *temporary, place.name, RENAME_NOREPLACE);
    if (not_supported(error)) {
        error = is_free(place) ? rename_in(place.folder, *temporary, place.name, 0) : EEXIST;
    }
    if (error != 0) {
        remove_from(place.folder, *temporary);
        return error == EEXIST ? Result<void>{moved(place.path)}
                               : failed_to("write", place.path, error);
    }
    return sync_folder(place.folder, folder_of(place.path));
}

Result<void> take_file_away(const FilePlace& place, const Recognizer& is_the_one) {
    const std::string taken = temporary_name();
    const int error = rename_in(place.folder, place.name, taken, RENAME_NOREPLACE);
    if (error == ENOENT) {
        return {};
    }
    if (error != 0 && !not_supported(error)) {
        return failed_to("remove", place.path, error);
    }
    auto done =
        error == 0 ? take_and_remove(place, taken, is_the_one) : look_and_remove(place, is_the_one);
    return done ? sync_folder(place.folder, folder_of(place.path)) : done;
}

}  // namespace cronmend::host
