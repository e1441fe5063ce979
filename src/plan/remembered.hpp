// What is known of the entries of a table once it is as an assessment describes it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "assessment.hpp"

namespace cronmend::plan {

[[nodiscard]] std::vector<AppliedEntry> applied_by(const TableInput& input,
                                                   const Assessment& assessment);
// See TablePlan::retired.
[[nodiscard]] std::vector<RetiredJob> retired_by(const TableInput& input,
                                                 const std::vector<AppliedEntry>& applied);
// How many of them are of the jobs that are declared here: what is known of another declaration's
// entries is not this one's to speak of.
[[nodiscard]] std::size_t count_declared(const TableInput& input,
                                         const std::vector<AppliedEntry>& applied);
// See TablePlan::others_off.
[[nodiscard]] bool is_any_off_of_others(const TableInput& input, const Reading& reading);

}  // namespace cronmend::plan
