// The users of this machine, as the system's name service knows them.
#pragma once

#include <sys/types.h>

#include <string>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

struct User {
    std::string name;
    uid_t uid = 0;
    gid_t gid = 0;
    std::string home;

    friend bool operator==(const User&, const User&) = default;
};

// Error not_found if there is no such user, unreadable if the name service did not answer: not
// being told of a user is not the same as being told that there is none.
[[nodiscard]] Result<User> find_user(const std::string& name);
[[nodiscard]] Result<User> find_user(uid_t uid);

// The name of the invoking (effective) user; the number as text if it has no name.
[[nodiscard]] std::string invoking_user();

// The same, asked for when it is first needed: the first look-up takes longer than all else that
// root's pass does before it begins to list a table.
class InvokingUser {
public:
    [[nodiscard]] const std::string& name() const {
        if (name_.empty()) {
            name_ = invoking_user();
        }
        return name_;
    }

private:
    mutable std::string name_;
};
[[nodiscard]] bool is_root();
// False as well if the name service did not answer; find_user() tells the two apart.
[[nodiscard]] bool user_exists(const std::string& name);

}  // namespace cronmend::host
