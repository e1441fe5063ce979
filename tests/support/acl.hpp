// POSIX ACLs on a test's files, without the tools for it, which may not be installed.
#pragma once

#include <sys/xattr.h>

#include <cstdint>
#include <string>
#include <vector>

namespace cronmend::test {

inline constexpr unsigned kAclUser = 0x02, kAclGroup = 0x08;

struct AclEntry {
    unsigned tag, rights;
    std::uint32_t id;
};

// Gives the place an ACL with these named users and groups (users first), the owner reading and
// writing, and this mask. False if its file system has none. The form: linux/posix_acl_xattr.h.
inline bool set_acl(const std::string& place, const std::vector<AclEntry>& named,
                    unsigned mask = 7) {
    std::string bytes;
    const auto put = [&](std::uint32_t number, int size) {
        for (int i = 0; i < size; ++i) {
            bytes += static_cast<char>(number >> (8 * i) & 0xffu);
        }
    };
    const auto entry = [&](unsigned tag, unsigned rights, std::uint32_t id) {
        put(tag, 2);
        put(rights, 2);
        put(id, 4);
    };
    constexpr std::uint32_t kNobody = 0xffffffff;
    put(2, 4);
    entry(0x01, 7, kNobody);  // the owner
    for (const AclEntry& one : named) {
        if (one.tag == kAclUser) {
            entry(one.tag, one.rights, one.id);
        }
    }
    entry(0x04, 0, kNobody);  // the owning group
    for (const AclEntry& one : named) {
        if (one.tag == kAclGroup) {
            entry(one.tag, one.rights, one.id);
        }
    }
    entry(0x10, mask, kNobody);
    entry(0x20, 0, kNobody);  // others
    return ::setxattr(place.c_str(), "system.posix_acl_access", bytes.data(), bytes.size(), 0) == 0;
}

}  // namespace cronmend::test
