// Whether a user could start a program, told from owners, modes and ACLs: nothing is run for it.
#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cronmend::host {

enum class ProgramAccess {
    runnable,
    missing,    // nothing is there
    forbidden,  // a file, but this user may not execute it, or not get at it
    no_file,    // a folder, a device…
    unknown,    // not to be told: no such user, a relative path, or no permission to look
};

struct ProgramFinding {
    ProgramAccess access = ProgramAccess::unknown;
    // Which place keeps the user from it: "alice cannot pass /root (owner root, mode 0700)"; empty
    // for what is runnable or unknown.
    std::string why;
};

// A user as the kernel sees one.
struct ProgramUser {
    std::string name;
    uid_t uid = 0;
    std::vector<gid_t> groups;
};

// Remembers its answers. Walks as the kernel would, over links and all folders on the way, by
// owner, groups, mode and POSIX ACL; capabilities and mount options are not looked at.
class Programs {
public:
    [[nodiscard]] const ProgramFinding& find(const std::string& user, const std::string& path);
    [[nodiscard]] ProgramAccess access(const std::string& user, const std::string& path) {
        return find(user, path).access;
    }

private:
    // Nothing for an unknown user.
    const std::optional<ProgramUser>& user_of(const std::string& name);

    std::map<std::string, std::optional<ProgramUser>> users_;
    std::map<std::pair<std::string, std::string>, ProgramFinding> known_;
};

}  // namespace cronmend::host
