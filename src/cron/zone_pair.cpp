#include <algorithm>
#include <set>

#include "cronmend/cron/translation.hpp"

namespace cronmend::cron {
namespace {

bool moves(const std::vector<std::pair<Seconds, Seconds>>& offsets,
           Seconds std::pair<Seconds, Seconds>::*zone) {
    return std::any_of(offsets.begin(), offsets.end(),
                       [&](const auto& pair) { return pair.*zone != offsets.front().*zone; });
}

}  // namespace

ZonePair::ZonePair(const Zone& declared, const Zone& host, Instant from)
    : declared_(&declared), host_(&host), from_(from) {
    std::set<Instant> moments{from};
    for (const Zone* zone : {declared_, host_}) {
        for (const ZonePeriod& period : zone->periods()) {
            if (period.begin > from) {
                moments.insert(period.begin);
            }
        }
    }
    for (const Instant moment : moments) {
        const std::pair pair{declared.at(moment).utc_offset, host.at(moment).utc_offset};
        if (std::find(offsets_.begin(), offsets_.end(), pair) == offsets_.end()) {
            offsets_.push_back(pair);
        }
    }
}

bool ZonePair::same() const {
    return std::all_of(offsets_.begin(), offsets_.end(),
                       [](const auto& pair) { return pair.first == pair.second; });
}

bool ZonePair::constant() const {
    return std::all_of(offsets_.begin(), offsets_.end(), [&](const auto& pair) {
        return pair.second - pair.first == offsets_.front().second - offsets_.front().first;
    });
}

bool ZonePair::host_moves() const {
    return moves(offsets_, &std::pair<Seconds, Seconds>::second);
}

bool ZonePair::any_moves() const {
    return host_moves() || moves(offsets_, &std::pair<Seconds, Seconds>::first);
}

}  // namespace cronmend::cron
