// What happens, for whoever looks over the program's shoulder: to standard error, by level.
#pragma once

#include <string>
#include <string_view>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/error.hpp"

namespace cronmend::cli {

enum class Verbosity { normal, verbose };

void start_log(Verbosity verbosity);

// Only with -v.
void log_detail(std::string_view message);
void log_warning(std::string_view message);
// "error: message", and the mend on a line of its own.
void log_error(const Error& error);
void log_error(std::string_view context, const Error& error);
// Errors and warnings always, notes only with -v.
void log_diagnostics(const Diagnostics& diagnostics);

}  // namespace cronmend::cli
