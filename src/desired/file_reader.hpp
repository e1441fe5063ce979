// One file of a declaration.
#pragma once

#include <string>
#include <vector>

#include "cronmend/desired/parse.hpp"

namespace cronmend::desired {

struct DeclaredFile {
    std::vector<Job> jobs;
    Diagnostics diagnostics;
};

[[nodiscard]] DeclaredFile read_file(const SourceText& source, const ParseOptions& options);

}  // namespace cronmend::desired
