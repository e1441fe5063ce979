#include "cronmend/host/programs.hpp"

#include <grp.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "cronmend/host/users.hpp"

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

bool may_execute(uid_t uid, const std::vector<gid_t>& groups, const struct stat& facts) {
    const mode_t any = S_IXUSR | S_IXGRP | S_IXOTH;
    if (uid == 0) {
        return S_ISDIR(facts.st_mode) || (facts.st_mode & any) != 0;
    }
    if (facts.st_uid == uid) {
        return (facts.st_mode & S_IXUSR) != 0;
    }
    const bool member = std::find(groups.begin(), groups.end(), facts.st_gid) != groups.end();
    return (facts.st_mode & (member ? S_IXGRP : S_IXOTH)) != 0;
}

ProgramAccess of_error(int error) {
    return error == ENOENT || error == ENOTDIR || error == ENAMETOOLONG || error == ELOOP
               ? ProgramAccess::missing
               : ProgramAccess::unknown;
}

}  // namespace

const std::optional<Programs::Ids>& Programs::ids_of(const std::string& user) {
    const auto known = users_.find(user);
    if (known != users_.end()) {
        return known->second;
    }
    const auto found = find_user(user);
    return users_[user] = found ? std::optional{Ids{found->uid, groups_of(*found)}} : std::nullopt;
}

ProgramAccess Programs::look(const Ids& ids, const std::string& path) {
    for (std::size_t slash = path.find('/', 1); slash != std::string::npos;
         slash = path.find('/', slash + 1)) {
        struct stat folder {};
        if (::stat(path.substr(0, slash).c_str(), &folder) != 0) {
            return of_error(errno);
        }
        if (!S_ISDIR(folder.st_mode)) {
            return ProgramAccess::missing;
        }
        if (!may_execute(ids.uid, ids.groups, folder)) {
            return ProgramAccess::forbidden;
        }
    }
    struct stat facts {};
    if (::stat(path.c_str(), &facts) != 0) {
        return of_error(errno);
    }
    if (!S_ISREG(facts.st_mode)) {
        return ProgramAccess::no_file;
    }
    return may_execute(ids.uid, ids.groups, facts) ? ProgramAccess::runnable
                                                   : ProgramAccess::forbidden;
}

ProgramAccess Programs::access(const std::string& user, const std::string& path) {
    if (!path.starts_with('/') || path.find('\0') != std::string::npos) {
        return ProgramAccess::unknown;
    }
    const auto [known, fresh] = known_.try_emplace({user, path}, ProgramAccess::unknown);
    if (fresh) {
        if (const auto& ids = ids_of(user)) {
            known->second = look(*ids, path);
        }
    }
    return known->second;
}

}  // namespace cronmend::host
