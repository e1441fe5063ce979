// `# cronmend: ignore CODE…`: the comments that silence findings.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/cron/crontab.hpp"

namespace cronmend::lint::detail {

struct Ignore {
    std::string code;
    std::size_t line = 0;    // of the comment, from 1
    std::size_t column = 0;  // of the comment
    std::size_t target = 0;  // the line whose findings it silences; 0: there is none
    bool used = false;
};

// A comment stands above the line that it is for; other comments and markers may stand between, a
// blank line may not.
[[nodiscard]] std::vector<Ignore> ignores_in(const cron::Crontab& table);

// In YAML: behind something, for that line; alone on a line, for the next that holds more than a
// comment.
[[nodiscard]] std::vector<Ignore> ignores_in_yaml(std::string_view text);

}  // namespace cronmend::lint::detail
