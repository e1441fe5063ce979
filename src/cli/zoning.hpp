// The time zones that a declaration names, as facts for the plan.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/base/shared_list.hpp"
#include "cronmend/desired/desired_state.hpp"
#include "cronmend/host/programs.hpp"
#include "cronmend/plan/zoning.hpp"
#include "settings.hpp"

namespace cronmend::cli {

struct FoundZones {
    std::shared_ptr<const plan::Zoning> zoning;  // null if all jobs' times are the host's
    Diagnostics wrong;  // an error for each name that is no zone of this host, with its file; then
                        // without zoning
};

// Error unreadable or corrupt where the tz database cannot be used.
[[nodiscard]] Result<FoundZones> find_zones(const Setup& setup,
                                            const std::vector<desired::Job>& jobs);

// The same errors, where no plan is to be made. None if the tz database cannot be used.
[[nodiscard]] Diagnostics unknown_zones(const std::vector<desired::Job>& jobs);

// The zoning for these names; one that is no zone of this host is passed over.
[[nodiscard]] Result<std::shared_ptr<const plan::Zoning>> make_zoning(
    const Setup& setup, const std::set<std::string>& names);

// A warning where a TZ in this process's environment has other rules than /etc/localtime, and jobs
// name a zone: their entries are made for the clock that TZ says.
[[nodiscard]] Diagnostics warning_of_variable(const std::vector<desired::Job>& jobs);

// What keeps users of these jobs from starting the guard; see plan::TableInput.
[[nodiscard]] std::map<std::string, std::string, std::less<>> guard_obstacles(
    const plan::Zoning& zoning, const SharedList<desired::Job>& jobs, host::Programs& programs);

}  // namespace cronmend::cli
