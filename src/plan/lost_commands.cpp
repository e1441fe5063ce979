#include "lost_commands.hpp"

#include <algorithm>
#include <utility>

namespace cronmend::plan {
namespace {

// How many are compared on either side of the place where a command would stand among them.
constexpr std::size_t kNeighbours = 16;

std::string mirrored(const std::string& text) {
    return {text.rbegin(), text.rend()};
}

// Calls `use` with what stands next to the place of `core` in `sorted`.
template <class Sorted, class Use>
void visit_neighbours(const Sorted& sorted, const std::string& core, const Use& use) {
    const auto place =
        std::lower_bound(sorted.begin(), sorted.end(), core,
                         [](const auto& one, const std::string& text) { return one.core < text; });
    const auto at = static_cast<std::size_t>(place - sorted.begin());
    const std::size_t end = std::min(sorted.size(), at + kNeighbours);
    for (std::size_t i = at - std::min(at, kNeighbours); i < end; ++i) {
        use(sorted[i]);
    }
}

}  // namespace

LostCommands::LostCommands(std::vector<Essence> lost) {
    const auto by_core = [](const auto& a, const auto& b) { return a.core < b.core; };
    std::sort(lost.begin(), lost.end(), by_core);
    for (Essence& essence : lost) {
        OfProgram& of = of_[essence.program];
        of.backwards.push_back({mirrored(essence.core), of.forwards.size()});
        of.forwards.push_back(std::move(essence));
    }
    for (auto& [program, of] : of_) {
        std::sort(of.backwards.begin(), of.backwards.end(), by_core);
    }
}

std::size_t LostCommands::likeness_to(const Essence& essence) const {
    const auto found = of_.find(essence.program);
    if (found == of_.end()) {
        return 0;
    }
    const OfProgram& of = found->second;
    std::size_t most = 0;
    visit_neighbours(of.forwards, essence.core,
                     [&](const Essence& one) { most = std::max(most, likeness(one, essence)); });
    visit_neighbours(of.backwards, mirrored(essence.core), [&](const Mirrored& one) {
        most = std::max(most, likeness(of.forwards[one.place], essence));
    });
    return most;
}

}  // namespace cronmend::plan
