#include <fmt/format.h>
#include <sys/stat.h>

#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "crontab_text.hpp"
#include "whole_file.hpp"

namespace cronmend::host {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kTimeLimit = 30s;

bool is_user_name(std::string_view name) {
    return !name.empty() && !name.starts_with('-') && !has_control_characters(name) &&
           name.find('/') == std::string_view::npos;
}

class ProgramTable : public CrontabTable {
public:
    ProgramTable(CrontabProgram program, ProcessRunner& runner)
        : program_(std::move(program)), runner_(runner) {}

    Result<cron::Observation> read() override {
        auto listing = list();
        if (!listing) {
            return unexpected(listing.error());
        }
        return *listing ? observation_of(std::move(**listing)) : cron::Observation{};
    }

    Result<cron::Observation> read_exact() override {
        const auto listing = list();
        if (!listing) {
            return unexpected(listing.error());
        }
        if (!*listing) {
            return cron::Observation{};
        }
        auto seen = observation_of(**listing);
        if (seen.exact) {
            return seen;
        }
        auto copied = copied_by_editor(**listing);
        if (!copied) {
            return unexpected(copied.error());
        }
        return *copied ? observed(**copied) : seen;
    }

    void expect_read() override { expected_ = start({"-l"}); }

    Result<void> write(std::string_view text) override {
        expected_.reset();
        const auto result = run({"-"}, std::string(text));
        if (!result) {
            return unexpected(result.error());
        }
        if (result->exit_status == 0) {
            return {};
        }
        return unexpected(refused("refused the table", *result, ErrorCode::rejected));
    }

    Result<void> remove() override {
        expected_.reset();
        const auto result = run({"-r"});
        if (!result) {
            return unexpected(result.error());
        }
        if (result->exit_status == 0 || says_no_crontab(result->standard_error, program_.user)) {
            return {};
        }
        return unexpected(refused("did not remove the table", *result, ErrorCode::write_failed));
    }

private:
    // What `-l` printed, its own header included; nothing if it said that there is no table.
    Result<std::optional<std::string>> list() {
        auto listing = list_once();
        // Debian's crontab opens whatever stands in the spool and does not look for read errors:
        // what it cannot read it lists as nothing, with exit status 0. Asked twice, as the table
        // may have been written in between.
        if (lists_nothing(listing) && spool_holds_something()) {
            listing = list_once();
            if (lists_nothing(listing) && spool_holds_something()) {
                return unexpected(
                    ErrorCode::unreadable,
                    fmt::format("{} lists nothing for user {}, but {}/{} is not an empty file",
                                printable(program_.path), printable(program_.user),
                                printable(program_.spool), printable(program_.user)));
            }
        }
        return listing;
    }

    static bool lists_nothing(const Result<std::optional<std::string>>& listing) {
        return listing && *listing && (*listing)->empty();
    }

    // False as well where we may not look.
    [[nodiscard]] bool spool_holds_something() const {
        struct stat facts {};
        const std::string path = program_.spool + "/" + program_.user;
        return !program_.spool.empty() && ::lstat(path.c_str(), &facts) == 0 &&
               (!S_ISREG(facts.st_mode) || facts.st_size > 0);
    }

    Result<std::optional<std::string>> list_once() {
        auto result = expected_ ? std::exchange(expected_, nullptr)->finish() : run({"-l"});
        if (!result) {
            return unexpected(result.error());
        }
        if (result->exit_status == 0) {
            return std::optional(std::move(result->standard_output));
        }
        if (result->standard_output.empty() &&
            says_no_crontab(result->standard_error, program_.user)) {
            return std::optional<std::string>{};
        }
        return unexpected(refused("did not show the table", *result, ErrorCode::unreadable));
    }

    static cron::Observation observed(std::string_view with_header) {
        return {.text = std::string(with_header.substr(header_length(with_header)))};
    }

    // Without any effect on the host.
    [[nodiscard]] cron::Observation observation_of(std::string listing) const {
        const std::size_t header = header_length(listing);
        if (!is_ambiguous(std::string_view{listing}.substr(header))) {
            return {.text = std::move(listing.erase(0, header))};
        }
        auto seen = observed(listing);
        if (const auto spooled = spool_text();
            spooled && (as_listed(*spooled) == listing || *spooled == listing)) {
            return observed(*spooled);
        }
        seen.exact = false;
        return seen;
    }

    // The table's own file, if we may look at it.
    [[nodiscard]] std::optional<std::string> spool_text() const {
        if (program_.spool.empty()) {
            return std::nullopt;
        }
        const std::string path = program_.spool + "/" + program_.user;
        const auto file = open_regular_file(path, Links::refuse);
        if (!file) {
            return std::nullopt;
        }
        const auto text = read_to_end(*file, path, kMostTableRead);
        return text ? std::optional(*text) : std::nullopt;
    }

    // `crontab -e` gives its editor the table's own bytes, without the header, and without the
    // first comment lines where somebody wrote the file by hand and left the header out. With cat
    // for an editor nothing is modified, and what cat prints is the table. Nothing if that does
    // not end the listing as it would be listed.
    Result<std::optional<std::string>> copied_by_editor(const std::string& listing) {
        const auto result = run({"-e"});
        if (!result) {
            return unexpected(result.error());
        }
        const std::string listed = as_listed(result->standard_output);
        if (result->exit_status != 0 || !listing.ends_with(listed)) {
            return std::optional<std::string>{};
        }
        const std::string hidden = listing.substr(0, listing.size() - listed.size());
        if (is_ambiguous(hidden.substr(header_length(hidden)))) {
            return std::optional<std::string>{};
        }
        return std::optional(hidden + result->standard_output);
    }

    Result<ProgramResult> run(const std::vector<std::string>& arguments, std::string input = {}) {
        if (!is_user_name(program_.user)) {
            return unexpected(ErrorCode::invalid_input,
                              fmt::format("\"{}\" is no user name", printable(program_.user)));
        }
        return runner_.run(call(arguments, std::move(input)));
    }

    // A null pointer for a user of no name: then it is for run() to say so.
    std::unique_ptr<RunningProgram> start(const std::vector<std::string>& arguments) {
        return is_user_name(program_.user) ? runner_.start(call(arguments, {})) : nullptr;
    }

    [[nodiscard]] Program call(const std::vector<std::string>& arguments, std::string input) const {
        Program call;
        call.path = program_.path;
        call.environment = environment();
        call.standard_input = std::move(input);
        call.time_limit = kTimeLimit;
        call.most_output = kMostTableRead;
        if (program_.name_user) {
            call.arguments = {"-u", program_.user};
        }
        call.arguments.insert(call.arguments.end(), arguments.begin(), arguments.end());
        return call;
    }

    // Nothing of the caller's: LC_ALL for the words we know, CRONTAB_NOHEADER because without it
    // Debian's -l hides up to three leading comments, whoever wrote them, and one editor for -e.
    [[nodiscard]] std::vector<std::string> environment() const {
        // Naming a user takes root; some crons (bcron) ask LOGNAME who is calling.
        const std::string caller = program_.name_user ? "root" : program_.user;
        return {"LC_ALL=C",       "CRONTAB_NOHEADER=N", "PATH=/usr/bin:/bin", "SHELL=/bin/sh",
                "HOME=/",         "LOGNAME=" + caller,  "USER=" + caller,     "VISUAL=/bin/cat",
                "EDITOR=/bin/cat"};
    }

    // `otherwise`: the code where the program's words are not known.
    [[nodiscard]] Error refused(std::string_view what, const ProgramResult& result,
                                ErrorCode otherwise) const {
        const auto known = known_refusal(result.standard_error, program_.user);
        return {known.value_or(otherwise), failure(what, result),
                known == ErrorCode::not_permitted ? std::string{mend_of_ban(result.standard_error)}
                                                  : std::string{}};
    }

    [[nodiscard]] std::string failure(std::string_view what, const ProgramResult& result) const {
        const std::string& words =
            result.standard_error.empty() ? result.standard_output : result.standard_error;
        // It may repeat what it was offered, and what it says becomes part of a sentence of ours.
        const std::string said = in_one_line(redact(words));
        return fmt::format("{} of user {} {} (exit status {}): {}", printable(program_.path),
                           printable(program_.user), what, result.exit_status,
                           said.empty() ? "it said nothing" : said);
    }

    CrontabProgram program_;
    ProcessRunner& runner_;
    std::unique_ptr<RunningProgram> expected_;  // a listing that was begun
};

}  // namespace

std::unique_ptr<CrontabTable> make_program_table(CrontabProgram program, ProcessRunner& runner) {
    return std::make_unique<ProgramTable>(std::move(program), runner);
}

}  // namespace cronmend::host
