#include "schedule_argument.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/filesystem/operations.hpp>
#include <string_view>

#include "context.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/fault_place.hpp"
#include "declaration.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "settings.hpp"

namespace cronmend::cli {
namespace {

constexpr std::size_t kFields = 5;

// As cronmend.yaml(5) has it: [a-z0-9][a-z0-9._-]*
bool could_be_id(std::string_view word) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    return !word.empty() && word.find_first_not_of(kLetters) == std::string_view::npos &&
           std::string_view{"._-"}.find(word.front()) == std::string_view::npos;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

// How many characters of a terminal the text takes, continuation bytes of UTF-8 left out.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

// An unquoted * is replaced by the names of files before cronmend sees it.
bool looks_expanded(const std::vector<std::string>& words) {
    const auto names_file = [](const std::string& word) {
        boost::system::error_code problem;
        return word.find_first_not_of("0123456789*/,-") != std::string::npos &&
               boost::filesystem::exists(word, problem);
    };
    return words.size() > kFields && std::any_of(words.begin(), words.end(), names_file);
}

bool is_expression(const std::vector<std::string>& words) {
    return words.size() != 1 || !could_be_id(words.front());
}

std::string pointed_at(const std::string& text, const cron::FaultPlace& place) {
    const std::size_t before = width_of(printable(text.substr(0, place.offset)));
    const std::size_t marked = width_of(printable(text.substr(place.offset, place.length)));
    return fmt::format("{}\n    {}{}", printable(text), std::string(before, ' '),
                       std::string(std::max<std::size_t>(marked, 1), '^'));
}

Error refused(const Error& error, const std::string& text, const std::vector<std::string>& words,
              cron::Flavour flavour) {
    const cron::FaultPlace place = cron::fault_place(text, flavour).value_or(cron::FaultPlace{});
    return {error.code,
            fmt::format("cron would refuse this schedule at character {}: {}",
                        width_of(printable(text.substr(0, place.offset))) + 1, error.message),
            looks_expanded(words)
                ? "put the schedule in quotes: the shell replaces * by the names of files"
                : error.mend};
}

Result<Subject> find_expression(const std::vector<std::string>& words, cron::Flavour flavour) {
    const std::string text = joined(words);
    auto schedule = cron::parse_schedule(text, flavour);
    if (!schedule) {
        return unexpected(refused(schedule.error(), text, words, flavour));
    }
    return Subject{"", {{std::string{trim_blanks(text)}, *schedule}}, ""};
}

Error no_such_job(const std::string& id, const desired::DesiredState& state) {
    std::vector<std::string_view> ids;
    for (const desired::Job& job : state.jobs) {
        ids.push_back(job.id);
    }
    const std::string meant = nearest_word(id, ids);
    return {ErrorCode::not_found, fmt::format("no job {} is declared", printable(id)),
            meant.empty() ? "give the id of a declared job, or a schedule: five fields, or a word "
                            "such as @daily"
                          : "did you mean " + meant + "?"};
}

Result<Subject> find_job(const CommonArguments& common, const std::string& id) {
    const auto declaration = load_jobs(common);
    // "daily" for "@daily", unless a job is called so.
    const bool nickname = cron::parse_schedule("@" + id).has_value();
    if (!declaration) {
        Error error = declaration.error();
        error.mend = nickname ? fmt::format("did you mean @{}?", id) : error.mend;
        return unexpected(std::move(error));
    }
    const std::vector<desired::Job>& jobs = declaration->state.jobs;
    const auto job = std::find_if(jobs.begin(), jobs.end(),
                                  [&id](const desired::Job& each) { return each.id == id; });
    if (job == jobs.end() && nickname) {
        return unexpected(ErrorCode::not_found, fmt::format("no job {} is declared", id),
                          fmt::format("did you mean @{}?", id));
    }
    if (job == jobs.end()) {
        return unexpected(no_such_job(id, declaration->state));
    }
    return Subject{id, job->schedules, job->timezone};
}

}  // namespace

Result<Declaration> load_jobs(const CommonArguments& common) {
    const auto setup = make_setup(common);
    if (!setup) {
        return unexpected(setup.error());
    }
    const auto memory = open_memory(*setup);
    if (!memory) {
        return unexpected(memory.error());
    }
    auto declaration = load_declaration(*setup, **memory, ZoneFacts::leave);
    if (declaration && has_errors(declaration->diagnostics)) {
        return unexpected(ErrorCode::invalid_input, "the declaration cannot be used",
                          "mend what is named above");
    }
    if (declaration && !common.user.empty()) {
        std::erase_if(declaration->state.jobs,
                      [&](const desired::Job& job) { return table_of(job) != common.user; });
    }
    return declaration;
}

Result<Subject> find_subject(const CommonArguments& common, const std::vector<std::string>& words,
                             cron::Flavour flavour) {
    return is_expression(words) ? find_expression(words, flavour) : find_job(common, words.front());
}

ExitStatus refuse_subject(const CommonArguments& common, const std::vector<std::string>& words,
                          cron::Flavour flavour, const Error& error) {
    const std::string text = joined(words);
    const auto place = is_expression(words) ? cron::fault_place(text, flavour) : std::nullopt;
    Error shown = error;
    if (place) {
        shown.mend = pointed_at(text, *place) + (error.mend.empty() ? "" : "\n    " + error.mend);
    }
    log_error(shown);
    return common.output == Output::json
               ? print_and(ExitStatus::error, error_json({as_diagnostic(error, "")}))
               : ExitStatus::error;
}

}  // namespace cronmend::cli
