#include "history_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/text.hpp"

namespace cronmend::cli {
namespace {

constexpr std::size_t kWidestTable = 48;  // a longer name breaks its own row alone

// What was kept of a table that lost others' lines stands for no write.
bool is_of_a_write(const store::Snapshot& snapshot) {
    return snapshot.occasion != store::Occasion::loss;
}

Tone tone_of(const store::Snapshot& snapshot) {
    if (!is_of_a_write(snapshot)) {
        return Tone::quiet;
    }
    switch (snapshot.outcome) {
        case store::Outcome::verified:
            return Tone::good;
        case store::Outcome::failed:
            return Tone::bad;
        case store::Outcome::pending:
        case store::Outcome::unproved:
            return Tone::change;
        case store::Outcome::dropped:
            return Tone::quiet;
    }
    return Tone::plain;
}

std::string size_of(const store::Snapshot& snapshot) {
    return snapshot.before ? count_of(snapshot.before->size(), "byte", "bytes") : "no table";
}

}  // namespace

std::string show_history(const std::vector<store::Snapshot>& snapshots, const std::string& options,
                         const Painter& paint) {
    if (snapshots.empty()) {
        return "nothing was written yet\n";
    }
    std::size_t width = 0;
    for (const store::Snapshot& snapshot : snapshots) {
        width = std::max(width, std::min(printable(snapshot.table).size(), kWidestTable));
    }
    std::string out;
    for (const store::Snapshot& snapshot : snapshots) {
        const std::string outcome = fmt::format(
            "{:<8}", is_of_a_write(snapshot) ? store::to_string(snapshot.outcome) : "no write");
        out += fmt::format("{:>4}  {}  {:<{}}  {:<8}  {}  {} (before: {})\n", snapshot.id,
                           to_string(snapshot.time), printable(snapshot.table), width,
                           store::to_string(snapshot.occasion), paint(tone_of(snapshot), outcome),
                           printable(snapshot.summary), size_of(snapshot));
    }
    return out + fmt::format(
                     "the table of a row as it was before: cronmend history --show ID{0}; back to "
                     "it: cronmend rollback ID{0}\n",
                     options);
}

}  // namespace cronmend::cli
