// What happens, for whoever looks over the program's shoulder: to standard error, by level.
#pragma once

#include <string>
#include <string_view>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/error.hpp"

namespace cronmend::cli {

enum class Verbosity {
    quiet,  // without the warnings that every call repeats
    normal,
    verbose,
};

void start_log(Verbosity verbosity);

// Only with -v.
void log_detail(std::string_view message);
void log_warning(std::string_view message);
// "error: message", and the mend on a line of its own.
void log_error(const Error& error);
void log_error(std::string_view context, const Error& error);
enum class Occasion {
    every_call,  // they are told again as long as nobody changes what they are about
    this_call,   // they are about what this call did, or nothing runs as long as they stand
};
// Errors always, warnings unless -q leaves those of every call out, notes only with -v.
void log_diagnostics(const Diagnostics& diagnostics, Occasion occasion = Occasion::every_call);

}  // namespace cronmend::cli
