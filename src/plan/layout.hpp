// The text that carries a judgement out, every other line kept as it is.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "judgement.hpp"
#include "matching.hpp"
#include "reading.hpp"

namespace cronmend::plan {

// Entries whose environment the table does not give them stand below environment lines of ours,
// behind which the values of before are put back, so that nothing below is touched: together at the
// table's end, or each in its place.
enum class Blocks {
    around,   // our environment lines are taken out and laid anew: around an entry that stands, if
              // somebody's variables are set below it, for those would hold for it at the end
    rebuild,  // they are laid anew at the end
    keep,     // they stay where they are: somebody's entry stands among them and lives by them
};

struct Layout {
    std::string text;
    // What a slot was given, by its place in Matching::slots: environment lines and the entry.
    std::map<std::size_t, std::string> given;
    // Lines of the text: blank ones, put between a comment that looks like a marker and an entry
    // that would come to stand right below it. Ascending.
    std::vector<std::size_t> separators;
};

[[nodiscard]] Layout lay_out(const TableInput& input, const Reading& reading,
                             const Matching& matching, const Judgement& judgement, Blocks blocks);

}  // namespace cronmend::plan
