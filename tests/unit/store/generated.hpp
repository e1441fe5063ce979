// Values drawn at random, with the bytes that storage likes to lose.
#pragma once

#include "cronmend/incident/incident.hpp"
#include "cronmend/store/store.hpp"
#include "support/random.hpp"

namespace cronmend::test {

[[nodiscard]] std::string hostile_bytes(Random& random);
[[nodiscard]] ZonedTime some_time(Random& random);
[[nodiscard]] incident::Incident some_incident(Random& random, const std::string& id);
[[nodiscard]] store::Snapshot some_snapshot(Random& random);
[[nodiscard]] std::vector<plan::AppliedEntry> some_applied(Random& random, std::size_t most);

// "INC-20251102124310-000042"
[[nodiscard]] std::string id_number(std::size_t number);

}  // namespace cronmend::test
