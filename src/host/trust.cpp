#include "cronmend/host/trust.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <list>
#include <optional>

#include "acl.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/host/users.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

std::string name_of(uid_t uid) {
    const auto user = find_user(uid);
    return user ? user->name : std::to_string(uid);
}

Unexpected untrusted(const std::string& given, const std::string& place, const std::string& why,
                     const std::string& mend) {
    const std::string which =
        place == given ? printable(given) : fmt::format("{}: {}", printable(given), place);
    return unexpected(ErrorCode::untrusted, fmt::format("{} {}", which, why), mend);
}

// Whose the places on the way may be, beside root's and the invoking user's.
enum class Others { nobody, one_user };

// A walk from the root to what the path leads to, as the kernel would go.
class Walk {
public:
    Walk(std::string given, std::string_view refuge, Others others = Others::nobody)
        : given_(std::move(given)), refuge_(refuge), others_(others) {}

    // What stands at the end, if everything on the way is in order.
    Result<struct stat> to_end() {
        std::error_code error;
        const auto whole = std::filesystem::absolute(given_, error);
        if (error || given_.empty()) {
            return unexpected(ErrorCode::not_found,
                              fmt::format("{} is not a path", printable(given_)));
        }
        take_up(whole);
        if (auto root = step_on("/"); !root) {
            return unexpected(root.error());
        }
        while (!ahead_.empty()) {
            const std::string name = ahead_.front();
            ahead_.pop_front();
            if (auto stepped = step(name); !stepped) {
                return unexpected(stepped.error());
            }
        }
        if (auto finished = finish(); !finished) {
            return unexpected(finished.error());
        }
        return facts_;
    }

    // After to_end() said not_found: the place that is missing in the folder where the way ended,
    // with all before it in order; empty if it ended otherwise.
    [[nodiscard]] const std::string& missing() const { return missing_; }
    [[nodiscard]] bool missing_is_last() const { return !missing_.empty() && ahead_.empty(); }

    // The place where the way ended, without a link or a dot in it.
    [[nodiscard]] const std::string& place() const { return missing_.empty() ? here_ : missing_; }

    // The other user to whom something on the way belongs.
    [[nodiscard]] std::optional<uid_t> other() const { return other_; }

    // Whether others can put something into the folder where the way ended.
    [[nodiscard]] Result<void> check_end() { return finish(); }

private:
    // Puts the parts of a path in front of what is still to be walked.
    void take_up(const std::filesystem::path& path) {
        auto place = ahead_.begin();
        for (const auto& part : path) {
            if (part.string() != "/" && !part.empty() && part.string() != ".") {
                ahead_.insert(place, part.string());
            }
        }
    }

    Result<void> step(const std::string& name) {
        if (name == "..") {
            // What lies above was looked at on the way down.
            here_ = folder_of(here_);
            sticky_ = true;  // for all we know
            return {};
        }
        return step_on(fmt::format("{}/{}", here_ == "/" ? "" : here_, name));
    }

    Result<void> step_on(const std::string& place) {
        if (::lstat(place.c_str(), &facts_) != 0) {
            const int error = errno;
            const bool absent = error == ENOENT || error == ENOTDIR;
            if (error == ENOENT) {
                missing_ = place;
            }
            return unexpected(absent ? ErrorCode::not_found : ErrorCode::unreadable,
                              fmt::format("cannot look at {}: {}", printable(place),
                                          absent ? "it does not exist" : system_words(error)));
        }
        if (auto safe = check_one(place); !safe) {
            return safe;
        }
        return S_ISLNK(facts_.st_mode) ? follow(place) : enter(place);
    }

    Result<void> enter(const std::string& place) {
        here_ = place;
        sticky_ = is_sticky_folder();
        return {};
    }

    Result<void> follow(const std::string& link) {
        std::error_code error;
        const auto target = std::filesystem::read_symlink(link, error);
        if (error || ++links_ > kMostLinks) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("cannot follow the link {}: {}", printable(link),
                                          error ? error.message() : "too many links"));
        }
        if (target.is_absolute()) {
            here_.assign(1, '/');
        }
        take_up(target);
        return {};
    }

    // The owner of a place can always change it; the mode says who else can.
    [[nodiscard]] Result<void> check_one(const std::string& place) {
        const std::string shown = printable(place);
        const bool theirs = facts_.st_uid != 0 && facts_.st_uid != ::geteuid();
        if (theirs && others_ == Others::one_user && !other_) {
            other_ = facts_.st_uid;
        }
        if (theirs && other_ != facts_.st_uid) {
            return untrusted(
                given_, shown,
                fmt::format("belongs to {} (mode {:04o}), who can change it",
                            printable(name_of(facts_.st_uid)), mode()),
                mend(fmt::format("chown -h {} {}",
                                 is_root() ? "root:root" : printable(invoking_user()), shown)));
        }
        // A link's own mode means nothing. In a sticky folder others cannot touch what is not
        // theirs, and that of each entry is looked at in turn.
        if (S_ISLNK(facts_.st_mode) || is_sticky_folder()) {
            return {};
        }
        return check_writers(place);
    }

    [[nodiscard]] Result<void> check_writers(const std::string& place) const {
        const std::string shown = printable(place);
        if (S_ISCHR(facts_.st_mode) || S_ISBLK(facts_.st_mode)) {
            return unexpected(ErrorCode::unreadable,
                              fmt::format("cannot read {}: it is {}, not a file", shown,
                                          kind_of(facts_.st_mode)));
        }
        const bool group = (facts_.st_mode & S_IWGRP) != 0 && facts_.st_gid != 0;
        const bool others = (facts_.st_mode & S_IWOTH) != 0;
        if (!group && !others) {
            return check_acl(place);
        }
        return untrusted(given_, shown,
                         fmt::format("can be written by {} (owner {}, mode {:04o})",
                                     others ? "everybody" : "its group",
                                     printable(name_of(facts_.st_uid)), mode()),
                         mend(fmt::format("chmod go-w {}", shown)));
    }

    [[nodiscard]] Result<void> check_acl(const std::string& place) const {
        const auto writer = writer_by_acl(place, facts_);
        if (!writer) {
            return unexpected(writer.error());
        }
        if (!*writer) {
            return {};
        }
        const std::string shown = printable(place);
        return untrusted(
            given_, shown,
            fmt::format("can be written by {}, through its ACL (owner {}, mode {:04o})", **writer,
                        printable(name_of(facts_.st_uid)), mode()),
            mend(fmt::format("setfacl -b {}", shown)));
    }

    // All folders on the way have passed when the file itself is looked at. What others put into
    // an open folder, though sticky, is not made good by giving it to root.
    [[nodiscard]] std::string mend(const std::string& of_the_file) const {
        if (S_ISREG(facts_.st_mode) && ahead_.empty() && !sticky_) {
            return fmt::format("see that it says what it should, then: {}", of_the_file);
        }
        return fmt::format("copy it to a folder that only {} can change, such as {}",
                           is_root() ? "root" : printable(invoking_user()), refuge_);
    }

    [[nodiscard]] bool is_sticky_folder() const {
        return S_ISDIR(facts_.st_mode) && (facts_.st_mode & S_ISVTX) != 0;
    }

    // Looks once more at the end, which behind a ".." is not the last place looked at. A sticky
    // folder is safe to pass through, but as the end of the way others can put files into it.
    [[nodiscard]] Result<void> finish() {
        if (::lstat(here_.c_str(), &facts_) != 0) {
            return unexpected(
                ErrorCode::unreadable,
                fmt::format("cannot look at {}: {}", printable(here_), system_words(errno)));
        }
        return check_writers(here_);
    }

    [[nodiscard]] unsigned mode() const { return facts_.st_mode & 07777u; }

    std::string given_;
    std::string_view refuge_;
    Others others_;
    std::optional<uid_t> other_;
    std::string here_ = "/";
    std::string missing_;
    bool sticky_ = false;  // the folder we stand in
    std::list<std::string> ahead_;
    struct stat facts_ {};
    int links_ = 0;
};

// The very file that the walk ends at.
Result<std::string> read_what_it_leads_to(Walk& walk, const std::string& path, std::size_t most) {
    const auto end = walk.to_end();
    if (!end) {
        return unexpected(end.error());
    }
    if (walk.other() && *walk.other() != end->st_uid) {
        return untrusted(
            path, printable(path),
            fmt::format("leads through what belongs to {} to a file of {}",
                        printable(name_of(*walk.other())), printable(name_of(end->st_uid))),
            fmt::format("name that file itself, if it is what you mean: {}",
                        printable(walk.place())));
    }
    const auto file = open_regular_file(path, Links::follow);
    if (!file) {
        return unexpected(file.error());
    }
    if (file->facts.st_dev != end->st_dev || file->facts.st_ino != end->st_ino) {
        return unexpected(ErrorCode::untrusted,
                          fmt::format("{} was exchanged while it was looked at", printable(path)));
    }
    return read_to_end(*file, path, most);
}

// What to do about a file of our own.
std::string make_way(const std::string& shown) {
    return fmt::format("move {} away, and cronmend makes a new one", shown);
}

std::string make_way_or_keep(const std::string& shown) {
    return fmt::format("{}; or, if nobody else wrote it: chown {} {} && chmod go-w {}",
                       make_way(shown), is_root() ? "root:root" : printable(invoking_user()), shown,
                       shown);
}

// Of a file of our own, which nobody is to copy to where declarations are kept. Behind a link it is
// not the file itself that is to be changed.
Result<void> mistrust_of_own(const std::string& path, Error error) {
    if (error.code == ErrorCode::not_found) {
        return {};
    }
    if (error.code == ErrorCode::untrusted) {
        struct stat facts {};
        const bool file = ::lstat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode);
        const std::string shown = printable(path);
        error.mend = file ? make_way_or_keep(shown) : make_way(shown);
    }
    return unexpected(std::move(error));
}

}  // namespace

Result<void> check_trusted(const std::string& path, std::string_view refuge) {
    const auto end = Walk(path, refuge).to_end();
    if (!end) {
        return unexpected(end.error());
    }
    return {};
}

Result<TrustedPlace> find_trusted_place(const std::string& path, std::string_view refuge) {
    Walk walk(path, refuge);
    const auto end = walk.to_end();
    if (!end && !walk.missing_is_last()) {
        return unexpected(end.error());
    }
    if (!end) {
        if (auto safe = walk.check_end(); !safe) {
            return unexpected(safe.error());
        }
    }
    return TrustedPlace{walk.place(), end.has_value()};
}

Result<void> make_trusted_folder(const std::string& path, std::string_view refuge) {
    constexpr int kMostFolders = 4096;  // more than a path can hold
    for (int made = 0; made < kMostFolders; ++made) {
        Walk walk(path, refuge);
        const auto end = walk.to_end();
        if (end && S_ISDIR(end->st_mode)) {
            return {};
        }
        if (!end && end.error().code != ErrorCode::not_found) {
            return unexpected(end.error());
        }
        if (walk.missing().empty()) {
            return make_folder(path);  // a file stands in the way: it has the words
        }
        if (::mkdir(walk.missing().c_str(), 0700) != 0 && errno != EEXIST) {
            return unexpected(ErrorCode::write_failed,
                              fmt::format("cannot make the folder {}: {}",
                                          printable(walk.missing()), system_words(errno)));
        }
    }
    return make_folder(path);
}

Result<void> check_own_file(const std::string& path) {
    const auto facts = Walk(path, kScheduleFolder).to_end();
    if (!facts) {
        return mistrust_of_own(path, facts.error());
    }
    const std::string shown = printable(path);
    const unsigned mode = facts->st_mode & 07777u;
    if (!S_ISREG(facts->st_mode)) {
        return untrusted(path, shown, "is no file", make_way(shown));
    }
    if (facts->st_uid != ::geteuid() || (mode & (S_IWGRP | S_IWOTH)) != 0) {
        return untrusted(path, shown,
                         fmt::format("may hold what others wrote (owner {}, mode {:04o})",
                                     printable(name_of(facts->st_uid)), mode),
                         make_way_or_keep(shown));
    }
    if (facts->st_nlink != 1) {
        return untrusted(
            path, shown, fmt::format("stands in {} places (hard links)", facts->st_nlink),
            fmt::format("put a copy in its place: cp -p {0} {0}.copy && mv {0}.copy {0}", shown));
    }
    return {};
}

Result<std::string> read_trusted_file(const std::string& path, std::size_t most,
                                      std::string_view refuge) {
    Walk walk(path, refuge);
    return read_what_it_leads_to(walk, path, most);
}

Result<std::string> read_file_of_one(const std::string& path, std::size_t most,
                                     std::string_view refuge) {
    Walk walk(path, refuge, Others::one_user);
    return read_what_it_leads_to(walk, path, most);
}

}  // namespace cronmend::host
