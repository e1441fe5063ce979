// Which tables a call is about.
#pragma once

#include <set>
#include <string>

#include "arguments.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/store/store.hpp"
#include "declaration.hpp"
#include "settings.hpp"

namespace cronmend::cli {

// Whether tables are looked at for the sake of their open incidents alone.
enum class Stories { leave, end };

// By the users' names and the paths of system tables: the one that the options name; else those of
// which the declaration, or an earlier one of the same files, speaks.
[[nodiscard]] Result<std::set<std::string>> tables_for(const CommonArguments& common,
                                                       const Setup& setup,
                                                       const Declaration& declaration,
                                                       store::Memory& memory, Stories stories);

}  // namespace cronmend::cli
