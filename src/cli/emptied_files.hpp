// Files of a declaration that hold nothing any more.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/result.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/store/store.hpp"

namespace cronmend::cli {

// An error for each file that declared jobs before, as far as is on record, and now holds comments
// and blanks at the most: cut short by a full disk or a careless `>`, and no wish that its jobs go.
// `real`: each source's absolute path.
[[nodiscard]] Result<Diagnostics> emptied_files(const std::vector<desired::SourceText>& sources,
                                                const std::map<std::string, std::string>& real,
                                                store::Memory& memory);

}  // namespace cronmend::cli
