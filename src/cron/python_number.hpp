// Numbers as the generator of systemd-cron reads them, which is written in Python.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cronmend::cron::detail {

// A number of any length.
struct PythonNumber {
    std::int64_t value = 0;    // saturated far beyond what a field or a day can be
    std::int64_t weekday = 0;  // modulo 7
};

// int() of Python: blanks around it, a sign, digits with single '_' between them. Nothing for what
// it does not take.
[[nodiscard]] std::optional<PythonNumber> python_int(std::string_view text);

}  // namespace cronmend::cron::detail
