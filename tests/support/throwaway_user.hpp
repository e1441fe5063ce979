// A user of this machine for one test: made, given a crontab of its own, and removed with it.
#pragma once

#include <unistd.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cronmend/host/process.hpp"
#include "cronmend/host/users.hpp"
#include "support/source_folder.hpp"

namespace cronmend::test {

inline host::ProgramResult call(std::string path, std::vector<std::string> arguments) {
    host::Program program;
    program.path = std::move(path);
    program.arguments = std::move(arguments);
    program.environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"};
    host::SystemProcessRunner runner;
    return runner.run(program).value_or(host::ProgramResult{127, "", "not started"});
}

// The script that makes and removes them.
inline std::string throwaway_user_script() {
    return source_folder() + "/tests/support/throwaway_user";
}

class ThrowawayUser {
public:
    // Only root can; see can_make().
    ThrowawayUser() {
        auto made = call(throwaway_user_script(), {"make", "/nonexistent"});
        if (made.exit_status != 0) {
            throw std::runtime_error("cannot make a user: " + made.standard_error);
        }
        name_ = made.standard_output.substr(0, made.standard_output.find('\n'));
        user_ = host::find_user(name_).value_or({});
    }
    ThrowawayUser(const ThrowawayUser&) = delete;
    ThrowawayUser& operator=(const ThrowawayUser&) = delete;
    ~ThrowawayUser() { call(throwaway_user_script(), {"remove", name_}); }

    static bool can_make() {
        return host::is_root() && ::access("/usr/sbin/useradd", X_OK) == 0 &&
               ::access("/usr/bin/crontab", X_OK) == 0;
    }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const host::User& user() const { return user_; }

private:
    std::string name_;
    host::User user_;
};

// Runs every program as that user: with its ids alone, none of root's powers.
class RunnerAs : public host::ProcessRunner {
public:
    explicit RunnerAs(const host::User& user) : user_(user) {}

    Result<host::ProgramResult> run(const host::Program& program) override {
        host::Program wrapped = program;
        wrapped.path = "/usr/bin/setpriv";
        wrapped.arguments = {"--reuid=" + std::to_string(user_.uid),
                             "--regid=" + std::to_string(user_.gid), "--clear-groups", "--",
                             program.path};
        wrapped.arguments.insert(wrapped.arguments.end(), program.arguments.begin(),
                                 program.arguments.end());
        return real_.run(wrapped);
    }

private:
    host::User user_;
    host::SystemProcessRunner real_;
};

}  // namespace cronmend::test
