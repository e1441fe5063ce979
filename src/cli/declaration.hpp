// The declaration of this call: its files, read, trusted, parsed or remembered.
#pragma once

#include <map>
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
    Diagnostics diagnostics;  // with an error among them, the rest is not to be used
    plan::Scope scope;
    std::map<std::string, std::string> sources;  // see plan::TableInput
    std::string cache_key;
    bool remembered = false;  // decoded, not parsed
    std::string encoded;      // for the cache; empty if remembered
};

// Whether it is an error that the times are declared in a zone that cron here does not keep.
enum class ZoneCheck { host, none };

// Prints the diagnostics, and keeps them. An unchanged declaration
// is taken from the memory instead of being parsed again.
[[nodiscard]] Result<Declaration> load_declaration(const Setup& setup, store::Memory& memory,
                                                   ZoneCheck zones = ZoneCheck::host);

}  // namespace cronmend::cli
