// YAML to the desired state. Pure: the texts come from the caller.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/cron/flavour.hpp"
#include "cronmend/desired/desired_state.hpp"

namespace cronmend::desired {

struct SourceText {
    std::string path;  // as it shall appear in messages
    std::string text;
};

// Who tells what cron does otherwise than a schedule reads: the parser, among its diagnostics, or
// the caller, who has words of his own for it.
enum class Surprises { tell, leave };

struct ParseOptions {
    // Whose table a job goes to that names no user, in itself or in `defaults`.
    std::string default_user;
    // Whose rules schedules, variables and commands are checked against.
    cron::Flavour flavour = cron::Flavour::debian;
    Surprises surprises = Surprises::tell;
};

// Where the parts of a job stand in its file.
struct JobPlaces {
    SourceLocation command;
    std::vector<SourceLocation> schedules;  // in the order of Job::schedules
    // Of each variable that the job or the file's defaults declare, its name.
    std::map<std::string, SourceLocation> environment = {};
    // Its `user:`, or that of the file's defaults; the file's `timezone:`. Line 0: none is named.
    SourceLocation user = {};
    SourceLocation timezone = {};

    friend bool operator==(const JobPlaces&, const JobPlaces&) = default;
};

struct ParsedState {
    DesiredState state;       // complete if there are no errors; else only good for reporting
    Diagnostics diagnostics;  // of all files, in their order; errors and warnings
    // One for each of state.jobs. Not part of what encode() keeps: empty in a decoded state.
    std::vector<JobPlaces> places = {};
};

// Parses all files as one declaration: ids are unique over all of them, `defaults` and `timezone`
// are each file's own.
[[nodiscard]] ParsedState parse(const std::vector<SourceText>& sources,
                                const ParseOptions& options);

// "9h", "90m", "1d12h", "45s" as a duration; nothing for anything else or for zero.
[[nodiscard]] std::optional<Seconds> parse_duration(std::string_view text);

}  // namespace cronmend::desired
