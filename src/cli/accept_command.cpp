#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "accept_check.hpp"
#include "accept_texts.hpp"
#include "again.hpp"
#include "beginning.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/adopt/accept.hpp"
#include "cronmend/base/text.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "table_names.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct AcceptArguments {
    std::vector<std::string> jobs;  // empty: every one that drifted
    bool yes = false;
};

using ChangesOfJobs = std::map<std::string, std::vector<plan::Change>>;

bool is_gone(const plan::TablePlan& plan) {
    return trim_blanks(plan.before.text_or_empty()).find_first_not_of('\n') == std::string::npos;
}

// Nobody took this entry out: it was never there, or went with all the rest. That it is wanted no
// more has to be said by the job's name.
bool needs_its_name(const plan::Change& change, const plan::TablePlan& plan) {
    return change.kind == plan::DriftKind::missing &&
           (change.reason.starts_with("never installed") || is_gone(plan));
}

// What is off, by job: of the jobs that were named, or else of those whose crontab was changed,
// by a rollback too.
ChangesOfJobs wanted_changes(const plan::TablePlan& plan, const AcceptArguments& arguments) {
    ChangesOfJobs wanted;
    for (const plan::Change& change : plan.changes) {
        const bool named = std::find(arguments.jobs.begin(), arguments.jobs.end(), change.job) !=
                           arguments.jobs.end();
        const bool changed =
            change.cause == plan::Cause::drift || change.action == plan::Action::hold;
        if (named || (arguments.jobs.empty() && changed && !needs_its_name(change, plan))) {
            wanted[change.job].push_back(change);
        }
    }
    return wanted;
}

// A job, and what its declaration is to say.
struct Candidate {
    const desired::Job* job = nullptr;
    adopt::Acceptance acceptance;
    bool replaced = false;  // an entry of it is gone, and entries of others stand in its table
};

struct Outcome {
    std::vector<Candidate> candidates;
    std::map<std::string, std::string> accepted;  // ids, and the files that declare them
    std::set<std::string> turned_off;             // of these, those of which no entry stands there
    bool replaced = false;                        // what stands instead of one may be meant
    bool refused = false;
    Diagnostics diagnostics;
};

std::set<std::string> ids_of(const Outcome& outcome) {
    std::set<std::string> ids;
    for (const auto& [id, file] : outcome.accepted) {
        ids.insert(id);
    }
    return ids;
}

void tell(Outcome& outcome, const Error& error) {
    log_error(error);
    outcome.diagnostics.push_back(as_diagnostic(error, ""));
}

// What prints YAML for a table, as whoever runs this has to type it.
std::string import_command(const CommonArguments& common, const Setup& setup,
                           const std::string& user) {
    CommonArguments told;
    told.crontab_file = common.crontab_file;
    told.user = user == setup.invoking_user.name() ? "" : user;
    return again("cronmend import", told, setup);
}

Error undeclared(const std::string& id, const std::set<std::string>& declared,
                 const std::string& import) {
    const std::string near = nearest_word(id, {declared.begin(), declared.end()});
    return {ErrorCode::not_found, fmt::format("job {} is not declared in the files read", id),
            near.empty() ? fmt::format("`{}` shows YAML for what stands in the table", import)
                         : fmt::format("did you mean {}?", near)};
}

// The jobs that are not there, and are not taken for wanted no more.
void tell_missing(const plan::TablePlan& plan, const AcceptArguments& arguments, Outcome& outcome) {
    std::set<std::string> ids;
    bool seen = false;
    for (const plan::Change& change : plan.changes) {
        if (arguments.jobs.empty() && needs_its_name(change, plan)) {
            ids.insert(change.job);
            seen = seen || !change.reason.starts_with("never installed");
        }
    }
    if (ids.empty()) {
        return;
    }
    outcome.refused = true;
    tell(outcome,
         {ErrorCode::unsupported,
          fmt::format("{}, which declares no job off: {}",
                      seen ? "the whole table is gone" : "not installed yet", fmt::join(ids, ", ")),
          "`cronmend apply` puts in what is declared; a job named behind accept is "
          "declared off"});
}

void refuse_job(const Error& error, Outcome& outcome) {
    outcome.refused = true;
    tell(outcome, error);
}

void look_at_job(const desired::Job& job, const std::vector<plan::Change>& changes,
                 const plan::TablePlan& plan, const adopt::Standing& standing, Outcome& outcome) {
    auto acceptance = adopt::accept_changes(job, changes, standing);
    if (!acceptance) {
        refuse_job(acceptance.error(), outcome);
        return;
    }
    const bool replaced = acceptance->gone && plan.foreign_entries > 0;
    outcome.candidates.push_back({&job, std::move(*acceptance), replaced});
}

// What can be declared, job by job.
Result<Outcome> look_at_all(const CommonArguments& common, const Beginning& begun,
                            const AcceptArguments& arguments) {
    Outcome outcome;
    std::set<std::string> declared;
    for (const reconcile::TableTask& task : begun.tables.tasks) {
        const auto preview = reconcile::preview(task, *begun.memory, home_of);
        if (!preview) {
            return unexpected(preview.error());
        }
        std::map<std::string_view, const desired::Job*> jobs;
        for (const desired::Job& job : task.jobs) {
            jobs.emplace(job.id, &job);
            declared.insert(job.id);
        }
        const std::string import = import_command(common, begun.setup, task.user);
        const adopt::Standing standing{preview->plan.before.text_or_empty(), task.flavour,
                                       task.form, import};
        tell_missing(preview->plan, arguments, outcome);
        for (const auto& [id, changes] : wanted_changes(preview->plan, arguments)) {
            if (const auto job = jobs.find(id); job != jobs.end()) {
                look_at_job(*job->second, changes, preview->plan, standing, outcome);
            } else {
                outcome.refused = true;
                tell(outcome, undeclared(id, declared, import));
            }
        }
    }
    for (const std::string& id : arguments.jobs) {
        if (!declared.contains(id)) {
            const std::string user = begun.tables.tasks.size() == 1
                                         ? begun.tables.tasks.front().user
                                         : begun.setup.invoking_user.name();
            return unexpected(undeclared(id, declared, import_command(common, begun.setup, user)));
        }
    }
    return outcome;
}

using Candidates = std::vector<Candidate>::const_iterator;

Result<void> edit_texts(Candidates begin, Candidates end, DeclaredTexts& texts, Outcome& outcome) {
    for (auto each = begin; each != end; ++each) {
        if (auto edited = texts.edit(*each->job, each->acceptance); !edited) {
            return edited;
        }
        outcome.accepted.emplace(each->job->id, each->job->where.file);
    }
    return {};
}

// Edits the texts, and keeps what leaves nothing off. Where not all of these can be kept, each half
// is tried by itself, so that one job does not keep the others out.
void accept_jobs(const Beginning& begun, Candidates begin, Candidates end, DeclaredTexts& texts,
                 Outcome& outcome) {
    if (begin == end) {
        return;
    }
    const std::vector<desired::SourceText> texts_before = texts.sources();
    const auto accepted_before = outcome.accepted;
    auto kept = edit_texts(begin, end, texts, outcome);
    kept = kept ? check_accepted(texts, begun, ids_of(outcome)) : kept;
    if (kept) {
        for (auto each = begin; each != end; ++each) {
            if (each->acceptance.turned_off) {
                outcome.turned_off.insert(each->job->id);
                outcome.replaced = outcome.replaced || each->replaced;
            }
        }
        return;
    }
    texts.put_back(texts_before);
    outcome.accepted = accepted_before;
    if (std::next(begin) == end) {
        Error error = kept.error();
        error.message = fmt::format("job {} cannot be accepted: {}", begin->job->id, error.message);
        refuse_job(error, outcome);
        return;
    }
    const auto middle = std::next(begin, std::distance(begin, end) / 2);
    accept_jobs(begun, begin, middle, texts, outcome);
    accept_jobs(begun, middle, end, texts, outcome);
}

std::string declared_words(const Outcome& outcome) {
    const std::set<std::string> accepted = ids_of(outcome);
    std::vector<std::string> standing;
    std::set_difference(accepted.begin(), accepted.end(), outcome.turned_off.begin(),
                        outcome.turned_off.end(), std::back_inserter(standing));
    std::vector<std::string> off;
    std::set_intersection(accepted.begin(), accepted.end(), outcome.turned_off.begin(),
                          outcome.turned_off.end(), std::back_inserter(off));
    std::string words;
    if (!standing.empty()) {
        words += fmt::format("declared as it stands: {}\n", fmt::join(standing, ", "));
    }
    if (!off.empty()) {
        words +=
            fmt::format("declared off (enabled: false), as no entry of it stands there: {}\n{}",
                        fmt::join(off, ", "),
                        outcome.replaced ? "  a line that was meant in its place is not declared: "
                                           "cronmend import shows how\n"
                                         : "");
    }
    return words;
}

std::string listed(const std::vector<std::string>& paths) {
    std::string words;
    for (const std::string& path : paths) {
        words += (words.empty() ? "" : ", ") + printable(path);
    }
    return words;
}

// Some files were written and some were not: only the jobs of the former are declared as accepted.
void keep_written(const WrittenTexts& done, Outcome& outcome) {
    std::erase_if(outcome.accepted, [&](const auto& job) {
        return std::find(done.written.begin(), done.written.end(), job.second) ==
               done.written.end();
    });
    Error error = *done.error;
    error.mend = fmt::format("written: {}; not written: {}; mend it and accept again",
                             listed(done.written), listed(done.not_written));
    tell(outcome, error);
}

Error unconfirmed() {
    return can_ask() ? Error{ErrorCode::invalid_input, "not confirmed: nothing was changed", ""}
                     : Error{ErrorCode::invalid_input,
                             "this wants to be confirmed: nothing was changed", "say --yes"};
}

std::string accepted_json(const Outcome& outcome, const std::string& diff) {
    const std::set<std::string> ids = ids_of(outcome);
    return accept_json({ids.begin(), ids.end()}, diff, outcome.diagnostics);
}

ExitStatus carry_out(const CommonArguments& common, const AcceptArguments& arguments,
                     Outcome& outcome, DeclaredTexts& texts) {
    const bool json = common.output == Output::json;
    if (outcome.accepted.empty()) {
        return print_and(outcome.refused ? ExitStatus::error : ExitStatus::done,
                         json              ? accepted_json(outcome, "")
                         : outcome.refused ? std::string{}
                                           : std::string{"nothing to accept\n"});
    }
    if (!json && !print(texts.diff(painter_for(common.color)))) {
        return print_and(ExitStatus::error, "");
    }
    if (!arguments.yes && !confirm("Declare this?")) {
        return refuse(common, unconfirmed());
    }
    const auto done = texts.write();
    if (!done) {
        return refuse(common, done.error());
    }
    if (done->error && done->written.empty()) {
        return refuse(common, *done->error);
    }
    if (done->error) {
        keep_written(*done, outcome);
    }
    const ExitStatus status =
        outcome.refused || done->error ? ExitStatus::partly : ExitStatus::done;
    return print_and(status,
                     json ? accepted_json(outcome, texts.diff(Painter{false}, done->written))
                          : declared_words(outcome),
                     Wrote::a_table);
}

ExitStatus run_accept(const CommonArguments& common, const AcceptArguments& arguments) {
    const auto begun = begin(common);
    if (!begun) {
        return ExitStatus::error;
    }
    auto texts = DeclaredTexts::read(begun->declaration);
    if (!texts) {
        return refuse(common, texts.error());
    }
    auto outcome = look_at_all(common, *begun, arguments);
    if (!outcome) {
        return refuse(common, outcome.error());
    }
    accept_jobs(*begun, outcome->candidates.begin(), outcome->candidates.end(), *texts, *outcome);
    return carry_out(common, arguments, *outcome, *texts);
}

}  // namespace

void add_accept(CommandLine& line) {
    auto arguments = std::make_shared<AcceptArguments>();
    line.add(
            {"accept",
             "The opposite of a repair: declare what stands in the crontab",
             "cronmend accept backup-overnight -f schedules/backup.yaml",
             {},
             "0 done, or nothing to accept; 1 error, and no file was written; 3 some jobs were not "
             "accepted, or some files not written, as is said"},
            [arguments](const CommonArguments& common) { return run_accept(common, *arguments); })
        .argument("JOB", &arguments->jobs, "A job's id; without one, every job that drifted",
                  Need::optional)
        .flag("--yes", arguments->yes, "Do not ask");
}

}  // namespace cronmend::cli
