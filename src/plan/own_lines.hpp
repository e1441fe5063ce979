// Lines that stand in a table as cronmend left them, letter by letter: they are its own whether or
// not their markers stand above them by now.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "reading.hpp"
#include "slot.hpp"

namespace cronmend::plan {

// Which entries a line may be is looked up when that is first asked. Both arguments must outlive
// it.
class OwnLines {
public:
    OwnLines(const TableInput& input, const Reading& reading) : input_(input), reading_(reading) {}

    // The first entry in force that is not `taken` and says this, as the last pass left it for one
    // of its jobs; not one that carries a marker with its own fingerprint, which says whose it is.
    // Nothing where no more such lines stand there than were somebody else's. `astray`: those of
    // the taken that were taken for another job's, by the markers above them; by their places.
    [[nodiscard]] std::optional<std::size_t> find(
        std::string_view line, const std::vector<bool>& taken,
        const std::unordered_set<std::size_t>& astray = {}) const;
    // The same where fewer such lines stand there than at the last pass, cronmend's and somebody
    // else's alike: which of them is gone cannot be told.
    [[nodiscard]] std::optional<std::size_t> find_one_of_fewer(
        std::string_view line, const std::vector<bool>& taken) const;

private:
    struct Counts {
        std::vector<std::size_t> entries;  // that say this, in force, by their places
        std::size_t before = 0;            // that said this at the last pass
        std::size_t of_others = 0;         // of these, those that were not ours
    };

    [[nodiscard]] const std::unordered_map<std::string_view, Counts>& counts() const;
    [[nodiscard]] std::optional<std::size_t> first_free(const Counts& counts,
                                                        const std::vector<bool>& taken) const;

    const TableInput& input_;
    const Reading& reading_;
    mutable std::optional<std::unordered_map<std::string_view, Counts>> counts_;
};

}  // namespace cronmend::plan
