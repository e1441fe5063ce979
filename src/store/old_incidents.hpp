// Which incidents are not kept any longer. For use inside a transaction.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/time.hpp"
#include "sqlite.hpp"

namespace cronmend::store {

// See Store::outdated().
[[nodiscard]] std::vector<std::string> read_outdated(Database& database, std::string_view table,
                                                     const ZonedTime& now);
// See Store::drop().
void drop_incidents(Database& database, const std::vector<std::string>& ids);

}  // namespace cronmend::store
