// What a program will read from its standard input, complete before the program starts.
#pragma once

#include <string>

#include "cronmend/base/result.hpp"
#include "descriptor.hpp"

namespace cronmend::host {

// A descriptor that gives exactly these bytes and then the end. All of them are in the kernel's
// hands when this returns: a program that is fed while it runs takes the death of its feeder for
// the end of its input, and `crontab -` would install half a table.
[[nodiscard]] Result<Descriptor> make_standard_input(const std::string& text);

}  // namespace cronmend::host
