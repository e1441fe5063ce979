// The JSON forms of what the commands print; documented in docs/json.md. Without secrets; bytes
// that are no UTF-8 are made visible.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cronmend/adopt/import.hpp"
#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/error.hpp"
#include "cronmend/incident/incident.hpp"
#include "cronmend/plan/plan.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "cronmend/store/store.hpp"

namespace cronmend::cli {

struct DiffResult {
    std::vector<plan::TablePlan> plans;
    Diagnostics diagnostics;  // of the declaration; errors that kept a table from being looked at
};

[[nodiscard]] std::string diff_json(const DiffResult& result);
[[nodiscard]] std::string apply_json(const std::vector<reconcile::TableOutcome>& outcomes,
                                     const Diagnostics& diagnostics);
[[nodiscard]] std::string incident_json(const incident::Incident& incident);
[[nodiscard]] std::string incidents_json(const std::vector<incident::Incident>& incidents);
[[nodiscard]] std::string history_json(const std::vector<store::Snapshot>& snapshots);
[[nodiscard]] std::string rollback_json(std::int64_t target, std::optional<std::int64_t> made,
                                        const std::string& diff);
[[nodiscard]] std::string accept_json(const std::vector<std::string>& jobs, const std::string& diff,
                                      const Diagnostics& diagnostics);
[[nodiscard]] std::string import_json(const adopt::Import& import);
// What any command prints that could not begin: {"version":1,"diagnostics":[…]}.
[[nodiscard]] std::string error_json(const Diagnostics& diagnostics);

[[nodiscard]] Diagnostic as_diagnostic(const Error& error, const std::string& table);

}  // namespace cronmend::cli
