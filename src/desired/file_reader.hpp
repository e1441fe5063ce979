// One file of a declaration.
#pragma once

#include <string>
#include <vector>

#include "cronmend/desired/parse.hpp"

namespace cronmend::desired {

struct DeclaredFile {
    std::vector<Job> jobs;
    std::vector<JobPlaces> places;  // one for each job
    Diagnostics diagnostics;
};

[[nodiscard]] DeclaredFile read_file(const SourceText& source, const ParseOptions& options);

}  // namespace cronmend::desired
