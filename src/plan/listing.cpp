#include "cronmend/plan/listing.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <tuple>

namespace cronmend::plan {
namespace {

using SortOfChange = std::tuple<DriftKind, Action, Cause, std::string_view, std::size_t>;

SortOfChange sort_of(const Change& change) {
    const bool of_any_job = is_told_orphan(change.kind, change.action);
    return {change.kind, change.action, change.cause,
            of_any_job ? std::string_view{} : std::string_view{change.job},
            of_any_job ? 0 : change.index};
}

}  // namespace

bool is_told_orphan(DriftKind kind, Action action) {
    return kind == DriftKind::orphaned && action == Action::report;
}

std::vector<Listed> list_changes(const std::vector<Change>& changes,
                                 const std::function<bool(const Change&)>& belongs) {
    struct Tally {
        std::size_t listed = 0;
        std::size_t last = 0;  // its place in the list
    };
    std::vector<Listed> list;
    std::map<SortOfChange, Tally> tallies;
    for (const Change& change : changes) {
        if (!belongs(change)) {
            continue;
        }
        Tally& tally = tallies[sort_of(change)];
        if (tally.listed == kListedOfOneSort) {
            ++list[tally.last].more;
            continue;
        }
        ++tally.listed;
        tally.last = list.size();
        list.push_back({&change});
    }
    return list;
}

std::string more_like_these(std::size_t more) {
    return fmt::format("and {} more like these", more);
}

}  // namespace cronmend::plan
