// The declaration of this call: its files, read, trusted, parsed or remembered.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/plan/plan.hpp"
#include "cronmend/store/store.hpp"
#include "settings.hpp"

namespace cronmend::cli {

struct Declaration {
    desired::DesiredState state;
    std::shared_ptr<const plan::Zoning> zoning;  // see plan::TableInput
    Diagnostics diagnostics;  // with an error among them, the rest is not to be used
    plan::Scope scope;
    std::map<std::string, std::string> sources;  // see plan::TableInput
    std::string cache_key;
    bool remembered = false;  // decoded, not parsed
    std::string encoded;      // for the cache; empty if remembered
};

// Whether Declaration::zoning is wanted, for a plan.
enum class ZoneFacts { gather, leave };

// Prints the diagnostics, and keeps them. An unchanged declaration
// is taken from the memory instead of being parsed again.
[[nodiscard]] Result<Declaration> load_declaration(const Setup& setup, store::Memory& memory,
                                                   ZoneFacts zones = ZoneFacts::gather);

}  // namespace cronmend::cli
