// Environment lines as each cron reads them. `begin` points to a character that is no blank.
// Nothing is copied: the views point into the line.
#pragma once

#include <optional>

#include "profile.hpp"

namespace cronmend::cron::detail {

// Looks no further than a NUL and than the 998 bytes that cron keeps. An empty value needs quotes;
// the ends of a value are looked at twice (see crontab(5) and the tests for the odd cases).
[[nodiscard]] std::optional<AssignmentView> scan_debian_assignment(const char* begin,
                                                                   const char* end);
// The same with 131,071 bytes; the value may be empty, and quoted text is kept as it stands.
[[nodiscard]] std::optional<AssignmentView> scan_cronie_assignment(const char* begin,
                                                                   const char* end);
// Lines that start with MAILTO= or SHELL=, up to the next blank, without quoting; busybox ignores
// all others.
[[nodiscard]] std::optional<AssignmentView> scan_busybox_assignment(const char* begin,
                                                                    const char* end);
// Any name, a value that is not empty; a pair of quotes around the value is taken off.
[[nodiscard]] std::optional<AssignmentView> scan_bcron_assignment(const char* begin,
                                                                  const char* end);
// A name of letters, digits and '_'; all quotes at the ends of the value are taken off.
[[nodiscard]] std::optional<AssignmentView> scan_systemd_assignment(const char* begin,
                                                                    const char* end);

}  // namespace cronmend::cron::detail
