// What cron looks at before it reads one of the system's files.
#pragma once

#include <string>

#include "cronmend/lint/lint.hpp"
#include "source_report.hpp"

namespace cronmend::lint::detail {

// True if that cron reads the file.
bool check_file(cron::Flavour flavour, const std::string& path, const cron::TableFile& facts,
                SourceReport& report);

}  // namespace cronmend::lint::detail
