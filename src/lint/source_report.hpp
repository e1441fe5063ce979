// The findings of one file, with the comments that silence some of them.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "cronmend/lint/finding.hpp"
#include "ignores.hpp"
#include "places.hpp"

namespace cronmend::lint::detail {

class SourceReport {
public:
    SourceReport(std::string file, std::vector<Ignore> ignores);

    // What is added from now on is about that job, whose id stands on that line. A comment for that
    // line silences what is said of the job anywhere.
    void about_job(std::string id, std::size_t line);

    // False if a comment silences it.
    bool add(std::string_view code, Place at, std::string summary, std::string mend = {},
             std::optional<DiagnosticSeverity> severity = {});

    // The same, but once for each place, whatever job it is about.
    void add_once(std::string_view code, Place at, std::string summary, std::string mend);

    // By place, the comments that silence nothing among them.
    [[nodiscard]] Findings take() &&;

private:
    struct Seen {
        std::size_t count = 0;
        std::size_t last = 0;  // index of the last that was kept
    };

    [[nodiscard]] bool silenced(std::string_view code, std::size_t line);
    void tell_unused();

    std::string file_;
    std::vector<Ignore> ignores_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> by_target_;
    Findings findings_;
    std::set<std::tuple<std::string, std::size_t, std::size_t>> told_once_;
    std::map<std::string, Seen, std::less<>> seen_;
    std::string job_;
    std::size_t job_line_ = 0;
};

}  // namespace cronmend::lint::detail
