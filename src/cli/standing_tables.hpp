// Tables that stand somewhere, to be read as they are: for `import`, and the system's for `next`.
#pragma once

#include <string>
#include <vector>

#include "cronmend/adopt/import.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/cron/flavour.hpp"

namespace cronmend::cli {

// The table, if it has no more lines than a crontab may have. Else error unsupported.
[[nodiscard]] Result<adopt::StandingTable> within_limits(adopt::StandingTable table);

// Tables with a user field: these files ("-" is standard input), or, if there are none,
// /etc/crontab and those of /etc/cron.d that a cron of this flavour reads. Errors of read_table();
// not_found if there is none.
[[nodiscard]] Result<std::vector<adopt::StandingTable>> read_system_tables(
    const std::vector<std::string>& paths, cron::Flavour flavour);

}  // namespace cronmend::cli
