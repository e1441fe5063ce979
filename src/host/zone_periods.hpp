// A zone's periods, out of the libraries that know them.
#pragma once

#include <string>
#include <vector>

#include "cronmend/base/result.hpp"
#include "cronmend/cron/zone.hpp"

namespace cronmend::host {

// Of the zone whose data are in that file (an absolute path), with Abseil. Error corrupt.
[[nodiscard]] Result<std::vector<cron::ZonePeriod>> periods_of_file(const std::string& path);

// Of the zone that this process's TZ stands for, with localtime(3). Takes some milliseconds. A
// period of less than five days may be missed: no rule of TZ has one.
[[nodiscard]] std::vector<cron::ZonePeriod> periods_of_process();

}  // namespace cronmend::host
