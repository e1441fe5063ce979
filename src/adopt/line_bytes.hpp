// What the lines of a table hold beside their text: carriage returns, and bytes that a listing
// hides.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cronmend/adopt/import.hpp"
#include "cronmend/cron/crontab.hpp"

namespace cronmend::adopt {

// That something of a table is declared otherwise than it stands, or perhaps so.
struct TableRemark {
    std::size_t line = 0;  // index of the first that it is about
    std::string summary;
    std::string mend;
};

// `crontab` is the table's text, read by the rules of its cron.
[[nodiscard]] std::vector<TableRemark> bytes_of_lines(const StandingTable& table,
                                                      const cron::Crontab& crontab);

}  // namespace cronmend::adopt
