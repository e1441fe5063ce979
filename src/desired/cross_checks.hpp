// What no job shows by itself: ids over all files, one entry declared twice, renames, time zones.
#pragma once

#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "file_reader.hpp"

namespace cronmend::desired {

[[nodiscard]] Diagnostics check_between_jobs(const std::vector<DeclaredFile>& files);

}  // namespace cronmend::desired
