// The command line program: arguments in, exit status out.
#pragma once

namespace cronmend::cli {

// Never throws; what goes wrong unexpectedly is told on standard error and is exit status 1.
[[nodiscard]] int run_program(int argc, char** argv);

}  // namespace cronmend::cli
