#include "cronmend/host/users.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "cronmend/base/text.hpp"
#include "descriptor.hpp"

namespace cronmend::host {
namespace {

// getpwnam_r and getpwuid_r alike: `ask` is called until its buffer is large enough.
template <class Ask>
Result<User> look_up(const std::string& whom, Ask ask) {
    std::vector<char> buffer(4096);
    passwd entry{};
    passwd* found = nullptr;
    int error = 0;
    while ((error = ask(&entry, buffer.data(), buffer.size(), &found)) == ERANGE &&
           buffer.size() < (16u << 20)) {
        buffer.resize(buffer.size() * 4);
    }
    if (found != nullptr) {
        return User{found->pw_name, found->pw_uid, found->pw_gid, found->pw_dir};
    }
    // getpwnam(3): these all mean that there is no such user, depending on the name service.
    if (error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM) {
        return unexpected(ErrorCode::not_found,
                          fmt::format("there is no user {} on this host", whom));
    }
    return unexpected(ErrorCode::unreadable,
                      fmt::format("cannot look up user {}: {}", whom, system_words(error)));
}

}  // namespace

Result<User> find_user(const std::string& name) {
    return look_up(printable(name),
                   [&](auto... rest) { return getpwnam_r(name.c_str(), rest...); });
}

Result<User> find_user(uid_t uid) {
    return look_up(std::to_string(uid), [&](auto... rest) { return getpwuid_r(uid, rest...); });
}

std::string invoking_user() {
    const uid_t uid = ::geteuid();
    const auto user = find_user(uid);
    return user ? user->name : std::to_string(uid);
}

bool is_root() {
    return ::geteuid() == 0;
}

bool user_exists(const std::string& name) {
    return find_user(name).has_value();
}

}  // namespace cronmend::host
