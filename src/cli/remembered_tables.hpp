// The tables that earlier passes have left something of on record.
#pragma once

#include <functional>
#include <string>

#include "cronmend/base/result.hpp"
#include "cronmend/store/store.hpp"

namespace cronmend::cli {

// Visits those whose keys are wanted, each with what is remembered of it. The error of the first
// that cannot be read.
[[nodiscard]] Result<void> for_each_remembered(
    store::Memory& memory, const std::function<bool(const std::string& key)>& is_wanted,
    const std::function<void(const std::string& key, const store::TableMemory& table)>& visit);

}  // namespace cronmend::cli
