#include "acl.hpp"

#include <fmt/format.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string_view>

#include "cronmend/base/text.hpp"
#include "cronmend/host/users.hpp"
#include "descriptor.hpp"

namespace cronmend::host {
namespace {

constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kHeader = 4, kEntry = 8;
constexpr unsigned kWrite = 2, kExecute = 1;
constexpr unsigned kUser = 0x02, kGroupOwner = 0x04, kGroup = 0x08, kMask = 0x10, kOther = 0x20;

struct Entry {
    unsigned tag = 0;
    unsigned rights = 0;
    std::uint32_t id = 0;
};

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t number = 0;
    for (std::size_t i = size; i-- > 0;) {
        number = number << 8u | static_cast<unsigned char>(bytes[at + i]);
    }
    return number;
}

Entry entry_at(std::string_view acl, std::size_t at) {
    return {number_at(acl, at, 2), number_at(acl, at + 2, 2), number_at(acl, at + 4, 4)};
}

constexpr std::size_t kUsual = 512;   // an ACL of some sixty entries
constexpr std::size_t kMost = 65536;  // no attribute is larger (xattr(7))

// Empty if there is none, or the file system knows none.
Result<std::string> read_acl(const std::string& place) {
    std::string acl;
    ssize_t size = -1;
    int error = ERANGE;
    for (std::size_t room = kUsual; error == ERANGE && room <= kMost; room *= kMost / kUsual) {
        acl.resize(room);
        size = ::lgetxattr(place.c_str(), "system.posix_acl_access", acl.data(), acl.size());
        error = size < 0 ? errno : 0;
    }
    if (size < 0 && error != ENODATA && error != ENOTSUP) {
        return unexpected(
            ErrorCode::unreadable,
            fmt::format("cannot read the ACL of {}: {}", printable(place), system_words(error)));
    }
    acl.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return acl;
}

// The entries, in the order in which they stand; none if the place has no ACL.
Result<std::vector<Entry>> entries_of(const std::string& place) {
    const auto acl = read_acl(place);
    if (!acl) {
        return unexpected(acl.error());
    }
    std::vector<Entry> entries;
    if (acl->empty()) {
        return entries;
    }
    if (acl->size() < kHeader || (acl->size() - kHeader) % kEntry != 0 ||
        number_at(*acl, 0, kHeader) != kVersion) {
        return unexpected(ErrorCode::unreadable,
                          fmt::format("the ACL of {} is of an unknown form", printable(place)));
    }
    for (std::size_t at = kHeader; at < acl->size(); at += kEntry) {
        entries.push_back(entry_at(*acl, at));
    }
    return entries;
}

// The named and the owning group's rights are cut down to the mask.
unsigned mask_of(const std::vector<Entry>& acl) {
    const auto mask =
        std::find_if(acl.begin(), acl.end(), [](const Entry& entry) { return entry.tag == kMask; });
    return mask == acl.end() ? ~0u : mask->rights;
}

bool is_ours(const Entry& entry, const struct stat& facts) {
    switch (entry.tag) {
        case kUser:
            return entry.id == 0 || entry.id == ::geteuid();
        case kGroupOwner:
            return facts.st_gid == 0;
        case kGroup:
            return entry.id == 0;
        default:
            return true;  // the owner; others, whom the mode shows; the mask
    }
}

std::string name_of(const Entry& entry, const struct stat& facts) {
    if (entry.tag == kUser) {
        const auto user = find_user(static_cast<uid_t>(entry.id));
        return "user " + (user ? printable(user->name) : std::to_string(entry.id));
    }
    return fmt::format("group {}", entry.tag == kGroup ? entry.id : facts.st_gid);
}

}  // namespace

Result<std::optional<std::string>> writer_by_acl(const std::string& place,
                                                 const struct stat& facts) {
    const auto acl = entries_of(place);
    if (!acl) {
        return unexpected(acl.error());
    }
    const unsigned mask = mask_of(*acl);
    for (const Entry& entry : *acl) {
        if (!is_ours(entry, facts) && (entry.rights & mask & kWrite) != 0) {
            return std::optional<std::string>{name_of(entry, facts)};
        }
    }
    return std::optional<std::string>{};
}

// acl(5), ACCESS CHECK ALGORITHM: the user's own entry; else those of all his groups; else that for
// others, which no mask cuts down.
Result<std::optional<bool>> may_execute_by_acl(const std::string& place, const struct stat& facts,
                                               uid_t user, const std::vector<gid_t>& groups) {
    const auto acl = entries_of(place);
    if (!acl) {
        return unexpected(acl.error());
    }
    const unsigned mask = mask_of(*acl);
    std::optional<bool> by_group;
    std::optional<bool> by_others;
    for (const Entry& entry : *acl) {
        if (entry.tag == kUser && entry.id == user) {
            return std::optional{(entry.rights & mask & kExecute) != 0};
        }
        const gid_t group = entry.tag == kGroupOwner ? facts.st_gid : entry.id;
        if ((entry.tag == kGroupOwner || entry.tag == kGroup) &&
            std::find(groups.begin(), groups.end(), group) != groups.end()) {
            by_group = by_group.value_or(false) || (entry.rights & mask & kExecute) != 0;
        } else if (entry.tag == kOther) {
            by_others = (entry.rights & kExecute) != 0;
        }
    }
    return by_group ? by_group : by_others;
}

}  // namespace cronmend::host
