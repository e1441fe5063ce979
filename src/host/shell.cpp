#include "cronmend/host/shell.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cronmend/base/text.hpp"

namespace cronmend::host {

Error become_shell(const std::string& command) {
    const char* given = std::getenv("SHELL");
    const std::string shell = given != nullptr && *given != '\0' ? given : "/bin/sh";
    execl(shell.c_str(), shell.c_str(), "-c", command.c_str(), static_cast<char*>(nullptr));
    const int problem = errno;
    const bool missing = problem == ENOENT || problem == ENOTDIR;
    return {missing ? ErrorCode::not_found : ErrorCode::not_permitted,
            fmt::format("the shell {} cannot be run: {}", printable(shell), std::strerror(problem)),
            "correct SHELL in the crontab"};
}

}  // namespace cronmend::host
