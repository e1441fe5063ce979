// The keys of a declaration, each map's own. The JSON Schema in schedules/ names the same ones.
#pragma once

#include <array>
#include <string_view>

namespace cronmend::desired {

inline constexpr std::array<std::string_view, 4> kFileKeys = {"version", "timezone", "defaults",
                                                              "jobs"};

inline constexpr std::array<std::string_view, 11> kDefaultsKeys = {
    "user", "target",  "environment", "severity", "category", "system",
    "mode", "enabled", "runbook",     "track",    "catch_up"};

inline constexpr std::array<std::string_view, 18> kJobKeys = {
    "schedule", "command",      "description", "severity", "category",    "system",
    "expect",   "runbook",      "user",        "target",   "environment", "enabled",
    "mode",     "renamed_from", "catch_up",    "track",    "stdin",       "raw"};

inline constexpr std::array<std::string_view, 2> kExpectKeys = {"newest", "within"};

}  // namespace cronmend::desired
