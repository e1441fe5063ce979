// Which entry of the table is which declared one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

// A line that carries our mark, or copies one of ours, and that no slot took.
struct Leftover {
    enum class Kind {
        copy,               // of a declared entry, marked by us: surplus
        anothers_copy,      // of a declared entry, marked for a job that another record keeps
        unmarked_copy,      // of a declared entry, not marked: somebody's line
        adopted_copy,       // the same, and it stood there when the other one was adopted
        kept_out,           // of a job that is declared with `enabled: false`, marked by us
        unmarked_kept_out,  // of such a job, not marked: somebody's line
        undeclared,         // marked, its job is no longer declared, the line is as we wrote it
        edited,             // marked, its job is no longer declared, the line is not as we wrote it
        returned,           // as we wrote it once, its job had its entries taken out since
        unknown_origin,     // marked, its job is not declared, and we do not remember declaring it
        released,           // as we left it, of a job that wants it no more; its marker is lost
        replaced,           // under the marker of a declared job, but another line altogether
        suspected,          // may be an edit of a declared entry, which is put in beside it
    };
    Kind kind = Kind::copy;
    std::size_t entry = 0;               // index into Reading::entries
    std::string job;                     // the job it copies, or the one on its marker
    const Slot* slot = nullptr;          // for copies, both kept_out and suspected
    const AppliedEntry* last = nullptr;  // for undeclared, edited and released, where known
};

struct Matching {
    std::vector<Slot> slots;          // with Slot::entry set where one was found
    std::vector<Leftover> leftovers;  // in the order of their lines
};

[[nodiscard]] Matching match(const TableInput& input, const Reading& reading,
                             std::vector<Slot> slots);

}  // namespace cronmend::plan
