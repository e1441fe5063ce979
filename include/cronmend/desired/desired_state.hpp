// The desired state: what the YAML declares, checked and complete. See cronmend.yaml(5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/diagnostic.hpp"
#include "cronmend/base/severity.hpp"
#include "cronmend/base/time.hpp"
#include "cronmend/cron/environment.hpp"
#include "cronmend/cron/schedule.hpp"

namespace cronmend::desired {

enum class Mode {
    heal,  // drift is repaired
    warn,  // drift is reported, never repaired
    off,   // not looked at
};
enum class CatchUp { none, once };

[[nodiscard]] std::string_view to_string(Mode mode);
[[nodiscard]] std::string_view to_string(CatchUp catch_up);

// What proves that a job ran: the newest match of a glob is no older than `within`.
struct Expectation {
    std::string newest;  // glob, absolute path
    Seconds within{0};   // > 0

    friend bool operator==(const Expectation&, const Expectation&) = default;
};

struct DeclaredSchedule {
    std::string text;  // as declared, blanks trimmed and runs of blanks made one space
    cron::Schedule schedule;

    friend bool operator==(const DeclaredSchedule&, const DeclaredSchedule&) = default;
};

struct Job {
    std::string id;
    std::string user;      // whom it runs as; without a target, in whose crontab
    std::string target;    // the system table that it goes into, a path; empty: the user's crontab
    std::string timezone;  // what the times mean, an IANA name; empty: the host's zone
    std::vector<DeclaredSchedule> schedules;  // at least one; each makes an entry of its own
    std::string command;                      // what the shell shall see; or, raw, the crontab text
    std::optional<std::string> standard_input;  // without the newline that cron appends
    bool raw = false;
    cron::Environment environment;  // defaults merged in
    bool enabled = true;
    Mode mode = Mode::heal;
    Severity severity = Severity::warning;
    CatchUp catch_up = CatchUp::none;
    bool track = false;
    std::string description, category = "automation", system, runbook;
    std::optional<Expectation> expect;
    std::string renamed_from;  // an earlier id; empty: none
    SourceLocation where;      // of the id

    friend bool operator==(const Job&, const Job&) = default;
};

// The table that the job's entries go into: its user's, by the user's name, or its target.
[[nodiscard]] const std::string& table_of(const Job& job);

struct DesiredState {
    std::vector<Job> jobs;  // in the order of declaration; ids are unique

    friend bool operator==(const DesiredState&, const DesiredState&) = default;
};

}  // namespace cronmend::desired
