// Names for jobs, made of what they are alone, so that the same entry has the same name tomorrow,
// whatever was added beside it.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "cronmend/cron/schedule.hpp"

namespace cronmend::adopt {

inline constexpr std::size_t kLongestName = 48;

// "Nightly backup: DB" as "nightly-backup-db": a job's id, or empty if nothing usable is left.
[[nodiscard]] std::string slug(std::string_view text);

struct CommandName {
    std::string name;   // "artisan-schedule-run"; never empty
    std::string place;  // the folder that tells it from its like: "shop"; may be empty
};

// From what the shell is given: the program that matters, without its folder and extension, and up
// to two words of its arguments. What only prepares (cd, test, nice, flock …) is passed over.
[[nodiscard]] CommandName name_of_command(std::string_view command);

// "0300" for a time of day, "daily" for @daily; else empty.
[[nodiscard]] std::string name_of_schedule(std::string_view schedule);

// Gives out ids, each once. Of two that would like the same, the first gets it; the other one gets
// the first of its further names that is free, and else a number.
class IdBook {
public:
    [[nodiscard]] std::string give(const std::string& wish,
                                   std::initializer_list<std::string> more);

private:
    std::set<std::string, std::less<>> given_;
    std::map<std::string, std::size_t, std::less<>> numbers_;  // the last that a wish came to
};

}  // namespace cronmend::adopt
