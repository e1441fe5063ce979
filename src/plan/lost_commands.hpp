// The commands of somebody else's entries that are gone since the last pass.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "essence.hpp"

namespace cronmend::plan {

class LostCommands {
public:
    explicit LostCommands(std::vector<Essence> lost);

    // True if one of them has this program.
    [[nodiscard]] bool have(std::string_view program) const { return of_.contains(program); }

    // likeness() with the one of the same program that is most like `essence`; 0 if none has it.
    // Of very many those are compared that begin most like it, and those that end most like it:
    // whoever owns the table decides how many there are.
    [[nodiscard]] std::size_t likeness_to(const Essence& essence) const;

private:
    struct Mirrored {
        std::string core;   // back to front
        std::size_t place;  // in `forwards`
    };
    struct OfProgram {
        std::vector<Essence> forwards;    // by their cores
        std::vector<Mirrored> backwards;  // by their cores
    };

    std::map<std::string, OfProgram, std::less<>> of_;
};

}  // namespace cronmend::plan
