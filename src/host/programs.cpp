#include "cronmend/host/programs.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <list>

#include "acl.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/host/users.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

constexpr int kMostGroups = 65536;  // NGROUPS_MAX of Linux

std::vector<gid_t> groups_of(const User& user) {
    int count = 64;
    std::vector<gid_t> groups(static_cast<std::size_t>(count));
    while (getgrouplist(user.name.c_str(), user.gid, groups.data(), &count) < 0 &&
           count < kMostGroups) {
        count = std::max(count, static_cast<int>(groups.size()) + 1);
        groups.resize(static_cast<std::size_t>(count));
    }
    groups.resize(std::min(groups.size(), static_cast<std::size_t>(std::max(count, 0))));
    return groups;
}

bool may_execute_by_mode(const ProgramUser& user, const struct stat& facts) {
    const mode_t any = S_IXUSR | S_IXGRP | S_IXOTH;
    if (user.uid == 0) {
        return S_ISDIR(facts.st_mode) || (facts.st_mode & any) != 0;
    }
    if (facts.st_uid == user.uid) {
        return (facts.st_mode & S_IXUSR) != 0;
    }
    const bool member =
        std::find(user.groups.begin(), user.groups.end(), facts.st_gid) != user.groups.end();
    return (facts.st_mode & (member ? S_IXGRP : S_IXOTH)) != 0;
}

// The rights of root and of the owner are those of the mode, whatever the ACL says. One that cannot
// be read leaves the mode too.
bool may_execute(const ProgramUser& user, const std::string& place, const struct stat& facts) {
    if (user.uid != 0 && facts.st_uid != user.uid) {
        const auto by_acl = may_execute_by_acl(place, facts, user.uid, user.groups);
        if (by_acl && *by_acl) {
            return **by_acl;
        }
    }
    return may_execute_by_mode(user, facts);
}

ProgramFinding of_error(const std::string& place, int error) {
    if (error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP) {
        return {ProgramAccess::missing,
                fmt::format("{}: {}", printable(place),
                            error == ENOENT ? "it does not exist" : system_words(error))};
    }
    return {};
}

ProgramFinding forbidden(const ProgramUser& user, const std::string& place,
                         const struct stat& facts) {
    const auto owner = find_user(facts.st_uid);
    return {ProgramAccess::forbidden,
            fmt::format("{} cannot {} {} (owner {}, mode {:04o})", printable(user.name),
                        S_ISDIR(facts.st_mode) ? "pass" : "execute", printable(place),
                        owner ? printable(owner->name) : std::to_string(facts.st_uid),
                        facts.st_mode & 07777u)};
}

// The way from the root to a program, as the kernel would go it for that user.
class WayToProgram {
public:
    explicit WayToProgram(const ProgramUser& user) : user_(user) {}

    ProgramFinding to(const std::string& path) {
        take_up(path);
        std::optional<ProgramFinding> obstacle = step_on("/");
        while (!obstacle && !ahead_.empty()) {
            const std::string name = ahead_.front();
            ahead_.pop_front();
            obstacle = step(name);
        }
        return obstacle ? *obstacle : judge_end();
    }

private:
    // Puts the parts of a path in front of what is still to be walked. A slash at its end is a dot:
    // what stands before it must be a folder.
    void take_up(const std::filesystem::path& path) {
        const auto place = ahead_.begin();
        for (const auto& part : path) {
            if (part.string() != "/") {
                ahead_.insert(place, part.empty() ? "." : part.string());
            }
        }
    }

    std::optional<ProgramFinding> step(const std::string& name) {
        if (name == ".") {
            return std::nullopt;
        }
        if (name == "..") {
            return step_on(std::filesystem::path{here_}.parent_path().string());
        }
        return step_on((std::filesystem::path{here_} / name).string());
    }

    std::optional<ProgramFinding> step_on(const std::string& place) {
        if (::lstat(place.c_str(), &facts_) != 0) {
            return of_error(place, errno);
        }
        if (S_ISLNK(facts_.st_mode)) {
            return follow(place);
        }
        here_ = place;
        if (ahead_.empty()) {
            return std::nullopt;
        }
        if (!S_ISDIR(facts_.st_mode)) {
            return of_error(place, ENOTDIR);
        }
        return may_execute(user_, place, facts_) ? std::nullopt
                                                 : std::optional{forbidden(user_, place, facts_)};
    }

    std::optional<ProgramFinding> follow(const std::string& link) {
        std::error_code error;
        const auto target = std::filesystem::read_symlink(link, error);
        if (error || ++links_ > kMostLinks) {
            return of_error(link, error ? error.value() : ELOOP);
        }
        take_up(target);
        return target.is_absolute() ? step_on("/") : std::nullopt;
    }

    [[nodiscard]] ProgramFinding judge_end() const {
        if (!S_ISREG(facts_.st_mode)) {
            return {ProgramAccess::no_file, fmt::format("{} is {}, not a program", printable(here_),
                                                        kind_of(facts_.st_mode))};
        }
        return may_execute(user_, here_, facts_) ? ProgramFinding{ProgramAccess::runnable, ""}
                                                 : forbidden(user_, here_, facts_);
    }

    const ProgramUser& user_;
    std::string here_ = "/";
    std::list<std::string> ahead_;
    struct stat facts_ {};  // of here_
    int links_ = 0;
};

}  // namespace

const std::optional<ProgramUser>& Programs::user_of(const std::string& name) {
    const auto known = users_.find(name);
    if (known != users_.end()) {
        return known->second;
    }
    const auto found = find_user(name);
    return users_[name] =
               found ? std::optional{ProgramUser{found->name, found->uid, groups_of(*found)}}
                     : std::nullopt;
}

const ProgramFinding& Programs::find(const std::string& user, const std::string& path) {
    const auto [known, fresh] = known_.try_emplace({user, path});
    const bool whole = path.starts_with('/') && path.find('\0') == std::string::npos;
    if (fresh && whole) {
        if (const auto& who = user_of(user)) {
            known->second = WayToProgram{*who}.to(path);
        }
    }
    return known->second;
}

}  // namespace cronmend::host
