// YAML's own errors in words that help. What a crontab's habits lead people to write (a schedule
// that starts with an unquoted * or @, a command with ": " in it) is put into quotes for them, so
// that the rest of the file is checked in the same run.
#pragma once

#include <string>

#include "file_report.hpp"
#include "yaml_document.hpp"

namespace cronmend::desired {

// Reads the text, reporting every fault met on the way. False if what was read is not the whole
// file. `text` holds what was parsed in the end; the report's positions count in it.
[[nodiscard]] bool read_yaml_with_mends(std::string& text, YamlDocument& document,
                                        FileReport& report);

}  // namespace cronmend::desired
