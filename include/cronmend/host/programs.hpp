// Whether a user could start a program, told from owners and mode bits: nothing is run for it.
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

// Remembers its answers. Access lists, capabilities and mount options are not looked at; of a link
// only the way to it and the mode of what it points to.
class Programs {
public:
    [[nodiscard]] ProgramAccess access(const std::string& user, const std::string& path);

private:
    struct Ids {
        uid_t uid = 0;
        std::vector<gid_t> groups;
    };
    // Nothing for an unknown user.
    const std::optional<Ids>& ids_of(const std::string& user);
    [[nodiscard]] static ProgramAccess look(const Ids& ids, const std::string& path);

    std::map<std::string, std::optional<Ids>> users_;
    std::map<std::pair<std::string, std::string>, ProgramAccess> known_;
};

}  // namespace cronmend::host
