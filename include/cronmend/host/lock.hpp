// One pass at a time.
#pragma once

#include <memory>
#include <string>

#include "cronmend/base/result.hpp"

namespace cronmend::host {

// Given back when destroyed, and by the kernel if the process dies.
class PassLock {
public:
    virtual ~PassLock() = default;
};

// The lock that lets one pass at a time work on a state folder, which must exist. Does not wait.
// Error busy, naming the process that holds it; write_failed if the lock file cannot be made.
[[nodiscard]] Result<std::unique_ptr<PassLock>> lock_state(const std::string& state_folder);

}  // namespace cronmend::host
