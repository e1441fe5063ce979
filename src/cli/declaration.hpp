// The declaration of this call: its files, read, trusted, parsed or remembered.
#pragma once

#include <map>
#include <string>

#include "cronmend/base/result.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/plan/plan.hpp"
#include "cronmend/store/store.hpp"
#include "settings.hpp"

namespace cronmend::cli {

struct Declaration {
    desired::DesiredState state;
    plan::Scope scope;
    std::map<std::string, std::string> sources;  // see plan::TableInput
    std::string cache_key;
    bool remembered = false;  // decoded, not parsed
    std::string encoded;      // for the cache; empty if remembered
};

// Prints the diagnostics; with errors among them the result is an error. An unchanged declaration
// is taken from the memory instead of being parsed again.
[[nodiscard]] Result<Declaration> load_declaration(const Setup& setup, store::Memory& memory);

}  // namespace cronmend::cli
