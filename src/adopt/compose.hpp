// The drafts of jobs, put together as one declaration: ids, what they have in common, remarks.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cronmend/adopt/import.hpp"
#include "cronmend/desired/write.hpp"
#include "draft.hpp"
#include "naming.hpp"

namespace cronmend::adopt {

struct Placed {
    std::size_t table = 0;  // its place among the tables
    Draft draft;
    std::string id;  // given by compose()
    CommandName name;
};

// An entry that the declaration leaves where it is.
struct LeftOut {
    const StandingTable* table = nullptr;
    std::size_t line = 0;  // index
    std::string text;      // its beginning, if it is very long
    std::string reason;
};

struct Material {
    const std::vector<StandingTable>& tables;
    const ImportOptions& options;
    std::string timezone;  // of the file; empty: the host's
    std::vector<Placed> drafts;
    std::vector<LeftOut> left_out;
    std::vector<std::string> remarks;  // on the tables as a whole
};

// Gives the drafts their ids.
[[nodiscard]] desired::WrittenDeclaration compose(Material& material);

}  // namespace cronmend::adopt
