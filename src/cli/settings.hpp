// Where everything is: the command line over the settings file over the default places.
#pragma once

#include <string>
#include <vector>

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/host/flavour.hpp"
#include "cronmend/host/users.hpp"

namespace cronmend::cli {

// The name of the crontab program, where none is given.
inline constexpr const char* kCrontab = "crontab";

struct Setup {
    std::vector<std::string> declarations;  // files and folders
    bool declarations_named = false;        // with -f
    std::string state_dir;                  // absolute, so that what lies in it can be opened
    std::string crontab;                    // a name or a path
    Result<std::string> crontab_program{std::string{}};  // the path at which that is found
    std::string guard;        // path of the cronmend for guarded entries; empty: this one
    host::FoundFlavour cron;  // whose rules hold, and how that is known
    host::InvokingUser invoking_user;
    bool root = false;
};

// Problems of the settings file are printed here; the error then only says that there were some.
[[nodiscard]] Result<Setup> make_setup(const CommonArguments& common);

}  // namespace cronmend::cli
