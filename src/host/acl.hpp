// Access control lists, which give rights that the mode does not show.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

// Whom besides its owner, root and root's group the place's POSIX ACL lets write it, by name: "user
// alice", "group 100"; nothing if nobody or if it has no ACL. A link is not followed. Decoded from
// the extended attribute system.posix_acl_access, whose form is the kernel's
// (linux/posix_acl_xattr.h): a version, then entries of tag, permissions and id, little-endian. An
// ACL that cannot be read or is of another form is an error unreadable. NFSv4 ACLs are not looked
// at.
[[nodiscard]] Result<std::optional<std::string>> writer_by_acl(const std::string& place,
                                                               const struct stat& facts);

// Whether the place's POSIX ACL lets this user execute it, or pass it if it is a folder; nothing if
// it has no ACL. Not for root or the place's owner: theirs is what the mode says. Errors as above.
[[nodiscard]] Result<std::optional<bool>> may_execute_by_acl(const std::string& place,
                                                             const struct stat& facts, uid_t user,
                                                             const std::vector<gid_t>& groups);

}  // namespace cronmend::host
