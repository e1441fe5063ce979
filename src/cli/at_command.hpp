// `cronmend at`: the guard in front of an entry's command.
#pragma once

#include <string>
#include <vector>

namespace cronmend::cli {

// Takes the words behind `at`, and takes them as they are: what stands in a crontab is not to
// depend on how a library reads a command line. Becomes the command's shell, or gives the exit
// status: 0 if this is no start of the schedule, 1 if that cannot be told, 126 or 127 as a shell
// would if SHELL cannot be run. Whatever goes wrong, the command is not run, and standard error
// says why.
[[nodiscard]] int run_guard(const std::vector<std::string>& words);

}  // namespace cronmend::cli
