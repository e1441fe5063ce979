#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
#include "exchange.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

constexpr std::string_view kRefuge = "/root";

// Where the table is kept: what links in the path's place lead to, even if nothing is there yet.
Result<std::string> resolved(const std::string& path) {
    std::filesystem::path place = path;
    for (int links = 0; links < kMostLinks; ++links) {
        std::error_code error;
        const auto target = std::filesystem::read_symlink(place, error);
        if (error) {
            return place.string();  // no link, or nothing there: opening it will tell
        }
        place = target.is_absolute() ? target : place.parent_path() / target;
    }
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot read {}: too many links", printable(path)));
}

// The same for root, whose way there nobody else may be able to turn.
Result<std::string> resolved_by_root(const std::string& path) {
    const auto place = find_trusted_place(path, kRefuge);
    if (!place) {
        return unexpected(place.error());
    }
    return place->path;
}

// What is made of a file of the system's: any mode but this one cron may refuse.
constexpr mode_t kSystemMode = 0644;
constexpr mode_t kPermissionBits = 07777;

// The same for a file of the system's: the folder may be reached by links, the file may not be one.
Result<std::string> resolved_system_path(const std::string& path) {
    const std::string folder = folder_of(path);
    const auto place = is_root() ? resolved_by_root(folder) : Result<std::string>{folder};
    return place ? Result<std::string>{*place + path.substr(path.rfind('/'))}
                 : unexpected(place.error());
}

// What cron would not read is not cronmend's to read either: see make_system_table().
Result<void> check_system_file(const struct stat& facts, const std::string& path,
                               cron::Flavour flavour) {
    cron::TableFile file;
    file.regular = S_ISREG(facts.st_mode);
    file.owner = facts.st_uid;
    file.mode = facts.st_mode & kPermissionBits;
    file.links = facts.st_nlink;
    for (const cron::Flavour reader : {cron::Flavour::debian, flavour}) {
        if (const auto ignored = cron::why_ignored(reader, file, path)) {
            return unexpected(
                ErrorCode::untrusted,
                fmt::format("cron ignores {}, and so it is left alone: {}", printable(path),
                            ignored->why),
                "see what stands in it, and who put that there; then: " + ignored->mend);
        }
    }
    return {};
}

// What tells one state of a file from another.
struct Stamp {
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    std::int64_t seconds = 0, nanoseconds = 0;  // when its content was last modified

    friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const struct stat& facts) {
    return {facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec};
}

// A name in a folder that is held open: whatever becomes of the path, it stays this folder.
struct Spot {
    Descriptor folder;
    Stamp folder_stamp;  // of its device and inode alone
    std::string folder_path;
    std::string name;
};

// What was read, and where.
struct Seen {
    Stamp folder;
    std::string name;
    std::optional<Stamp> file;  // none: it was absent
    std::string text;
};

// The file is the one that was read, and holds what it held.
bool is_as_seen(const Seen& seen, const Descriptor& folder, const std::string& name) {
    const auto file = open_regular_file_in(folder, name, name);
    if (!file || !seen.file || stamp_of(file->facts) != *seen.file) {
        return false;
    }
    const auto text = read_to_end(*file, name, kMostTableRead);
    return text && *text == seen.text;
}

class FileTable : public CrontabTable {
public:
    // `system`: the cron whose system table it is; nothing for a plain file.
    FileTable(std::string path, std::optional<cron::Flavour> system)
        : path_(std::move(path)), system_(system) {}

    Result<cron::Observation> read() override {
        seen_.reset();
        const auto spot = find();
        if (!spot) {
            return spot.error().code == ErrorCode::not_found
                       ? Result<cron::Observation>{cron::Observation{}}
                       : unexpected(spot.error());
        }
        if (auto sound = check_standing(*spot); !sound) {
            return unexpected(sound.error());
        }
        const auto file = open_regular_file_in(spot->folder, spot->name, path_);
        if (!file && file.error().code == ErrorCode::not_found) {
            seen_ = Seen{spot->folder_stamp, spot->name, std::nullopt, {}};
            return cron::Observation{};
        }
        if (!file) {
            return unexpected(file.error());
        }
        if (auto sound = system_ ? check_system_file(file->facts, path_, *system_) : Result<void>{};
            !sound) {
            return unexpected(sound.error());
        }
        auto text = read_to_end(*file, path_, kMostTableRead);
        if (!text) {
            return unexpected(text.error());
        }
        seen_ = Seen{spot->folder_stamp, spot->name, stamp_of(file->facts), *text};
        return cron::Observation{.text = std::move(text).value()};
    }

    Result<void> write(std::string_view text) override {
        const auto spot = find();
        if (!spot) {
            return unexpected(as_write_error(spot.error()));
        }
        if (auto sound = check_standing(*spot); !sound) {
            return sound;
        }
        struct stat old {};
        const bool there = look_at(*spot, old);
        if (auto same = check_unmoved(*spot, there, old); !same) {
            return same;
        }
        const std::optional<Seen> seen = std::exchange(seen_, std::nullopt);
        const FilePlace place{spot->folder, spot->name, path_};
        if (!there) {
            const NewFile file = system_ ? new_system_file(text) : NewFile{text};
            return seen ? place_file(place, file)
                        : replace_file_in(spot->folder, spot->name, path_, file);
        }
        if (!S_ISREG(old.st_mode)) {
            return unexpected(
                ErrorCode::write_failed,
                fmt::format("cannot write {}: what stands there is not a file", printable(path_)));
        }
        // No set-id bit is handed on to a text that somebody else may have put there.
        const NewFile file =
            system_ ? new_system_file(text)
                    : NewFile{text, old.st_mode & 0777u, Owner{old.st_uid, old.st_gid}};
        if (!seen) {
            return replace_file_in(spot->folder, spot->name, path_, file);
        }
        return exchange_file(place, file, [&](const Descriptor& folder, const std::string& name) {
            return is_as_seen(*seen, folder, name);
        });
    }

    Result<void> remove() override {
        const auto spot = find();
        if (!spot) {
            return unexpected(as_write_error(spot.error()));
        }
        if (auto sound = check_standing(*spot); !sound) {
            return sound;
        }
        struct stat old {};
        const bool there = look_at(*spot, old);
        if (auto same = check_unmoved(*spot, there, old); !same) {
            return same;
        }
        if (const auto seen = std::exchange(seen_, std::nullopt); seen && there) {
            return take_file_away({spot->folder, spot->name, path_},
                                  [&](const Descriptor& folder, const std::string& name) {
                                      return is_as_seen(*seen, folder, name);
                                  });
        }
        if (::unlinkat(spot->folder.get(), spot->name.c_str(), 0) == 0) {
            return sync_folder(spot->folder, spot->folder_path);
        }
        const int error = errno;
        if (error == ENOENT) {
            return {};
        }
        return unexpected(
            ErrorCode::write_failed,
            fmt::format("cannot remove {}: {}", printable(path_), system_words(error)));
    }

private:
    [[nodiscard]] Result<Spot> find() const {
        const auto place = system_     ? resolved_system_path(path_)
                           : is_root() ? resolved_by_root(path_)
                                       : resolved(path_);
        if (!place) {
            return unexpected(place.error());
        }
        Spot spot;
        spot.folder_path = folder_of(*place);
        spot.name = place->substr(place->rfind('/') + 1);
        if (spot.name.empty()) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("{} is a folder, not a file", printable(path_)));
        }
        spot.folder = open_folder(spot.folder_path);
        struct stat facts {};
        if (!spot.folder || ::fstat(spot.folder.get(), &facts) != 0) {
            const int error = errno;
            return unexpected(
                error == ENOENT || error == ENOTDIR ? ErrorCode::not_found : ErrorCode::unreadable,
                fmt::format("cannot open the folder of {}: {}", printable(path_),
                            system_words(error)));
        }
        spot.folder_stamp.device = facts.st_dev;
        spot.folder_stamp.inode = facts.st_ino;
        return spot;
    }

    static NewFile new_system_file(std::string_view text) {
        return {text, kSystemMode, Owner{0, 0}};
    }

    // Nothing but a sound file, or nothing at all, may stand where a system table is kept.
    [[nodiscard]] Result<void> check_standing(const Spot& spot) const {
        struct stat facts {};
        if (!system_ || !look_at(spot, facts)) {
            return {};
        }
        if (S_ISLNK(facts.st_mode)) {
            return unexpected(
                ErrorCode::untrusted,
                fmt::format("{} is a symbolic link, and cronmend keeps nothing but files there",
                            printable(path_)),
                "see where it leads to, and remove the link");
        }
        return check_system_file(facts, path_, *system_);
    }

    // False if nothing stands there.
    [[nodiscard]] static bool look_at(const Spot& spot, struct stat& facts) {
        return ::fstatat(spot.folder.get(), spot.name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) == 0;
    }

    // The file that is about to go is the one that was read.
    [[nodiscard]] Result<void> check_unmoved(const Spot& spot, bool there,
                                             const struct stat& facts) const {
        if (!seen_) {
            return {};
        }
        const bool same_file = seen_->file ? there && *seen_->file == stamp_of(facts) : !there;
        const bool same =
            same_file && seen_->folder == spot.folder_stamp && seen_->name == spot.name;
        return same ? Result<void>{} : moved(path_);
    }

    [[nodiscard]] static Error as_write_error(Error error) {
        if (error.code == ErrorCode::not_found || error.code == ErrorCode::unreadable) {
            error.code = ErrorCode::write_failed;
        }
        return error;
    }

    std::string path_;
    std::optional<cron::Flavour> system_;
    std::optional<Seen> seen_;  // at the last read; nothing before it
};

}  // namespace

std::unique_ptr<CrontabTable> make_file_table(std::string path) {
    return std::make_unique<FileTable>(std::move(path), std::nullopt);
}

std::unique_ptr<CrontabTable> make_system_table(std::string path, cron::Flavour flavour) {
    return std::make_unique<FileTable>(std::move(path), flavour);
}

}  // namespace cronmend::host
