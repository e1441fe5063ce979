// A declaration as YAML that people like to read and desired::parse() reads back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cronmend/cron/environment.hpp"
#include "cronmend/desired/desired_state.hpp"

namespace cronmend::desired {

// How a scalar is to be written.
enum class Quotes {
    where_needed,  // plain, if every reader of YAML 1.1 and 1.2 reads it as this very text
    in_braces,     // the same inside of {} or []
    double_quotes,
    single_quotes,  // if it can be said so; else double
};

// The text as a scalar on one line. Takes UTF-8; control characters are written as escapes.
[[nodiscard]] std::string yaml_scalar(std::string_view text, Quotes quotes = Quotes::where_needed);

// The texts as a list on one line, each in double quotes: ["0 3 * * *", "@daily"].
[[nodiscard]] std::string yaml_list(const std::vector<std::string>& texts);

// A job and the lines of comment above it, without their "# ". A remark may hold any bytes: what is
// not fit to be shown is written as an escape.
struct WrittenJob {
    Job job;  // an empty user is not written, nor is anything that is as it is by default
    std::vector<std::string> remarks;
};

struct WrittenDeclaration {
    std::vector<std::string> remarks;  // at the top
    std::string timezone = {};         // of the file; empty: not written
    std::string user = {};             // for all jobs; empty: not written
    cron::Environment environment;     // for all jobs; those of a job's own come on top
    std::vector<WrittenJob> jobs;
    std::vector<std::string> closing;  // remarks at the end
};

// Writes schedule, command, stdin, raw, description, user, environment and enabled: what a table
// can tell of a job.
[[nodiscard]] std::string write_declaration(const WrittenDeclaration& declaration);

}  // namespace cronmend::desired
