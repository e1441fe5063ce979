#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

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

// What is off, by job: of the jobs that were named, or else of those whose crontab was changed.
ChangesOfJobs wanted_changes(const plan::TablePlan& plan, const AcceptArguments& arguments) {
    ChangesOfJobs wanted;
    for (const plan::Change& change : plan.changes) {
        const bool named = std::find(arguments.jobs.begin(), arguments.jobs.end(), change.job) !=
                           arguments.jobs.end();
        if (named || (arguments.jobs.empty() && change.cause == plan::Cause::drift &&
                      !needs_its_name(change, plan))) {
            wanted[change.job].push_back(change);
        }
    }
    return wanted;
}

// The jobs as the edited texts declare them; no other job than those accepted may have changed.
Result<void> take_up(SharedList<desired::Job>& declared, const desired::ParsedState& edited,
                     const std::set<std::string>& accepted) {
    std::vector<desired::Job> jobs = declared.values();
    for (desired::Job& job : jobs) {
        const auto now =
            std::find_if(edited.state.jobs.begin(), edited.state.jobs.end(),
                         [&](const desired::Job& other) { return other.id == job.id; });
        desired::Job comparable = now == edited.state.jobs.end() ? desired::Job{} : *now;
        comparable.where = job.where;
        if (!accepted.contains(job.id) && comparable != job) {
            return unexpected(
                ErrorCode::unsupported,
                fmt::format("the edit would change job {} too: a value is shared", job.id),
                "edit the declaration by hand");
        }
        comparable.where = now == edited.state.jobs.end() ? job.where : now->where;
        job = std::move(comparable);
    }
    declared = std::move(jobs);
    return {};
}

Result<void> check_settled(const reconcile::TableTask& task, store::Memory& memory,
                           const std::set<std::string>& accepted) {
    const auto preview = reconcile::preview(task, memory, home_of);
    if (!preview) {
        return unexpected(preview.error());
    }
    for (const plan::Change& change : preview->plan.changes) {
        if (accepted.contains(change.job)) {
            return unexpected(
                ErrorCode::unsupported,
                fmt::format("job {} would still be off ({}: {})", change.job,
                            plan::to_string(change.kind), change.reason),
                "edit the declaration by hand, or let an apply put the crontab right");
        }
    }
    return {};
}

struct Outcome {
    std::map<std::string, std::string> accepted;  // ids, and the files that declare them
    std::set<std::string> turned_off;             // of these, those of which no entry stands there
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

// The edited texts, read and planned for as the next pass will do it: nothing may be off for the
// jobs that were accepted.
Result<void> check(const DeclaredTexts& texts, const Beginning& begun, const Outcome& outcome) {
    const desired::ParsedState edited = desired::parse(
        texts.sources(),
        {.default_user = begun.setup.invoking_user.name(), .flavour = begun.setup.cron.flavour});
    for (const Diagnostic& diagnostic : edited.diagnostics) {
        if (diagnostic.severity == DiagnosticSeverity::error) {
            return unexpected(
                ErrorCode::unsupported,
                "the declaration, edited, would not be valid: " + to_string(diagnostic),
                "edit it by hand");
        }
    }
    const std::set<std::string> accepted = ids_of(outcome);
    for (reconcile::TableTask task : begun.tables.tasks) {
        if (auto taken = take_up(task.jobs, edited, accepted); !taken) {
            return taken;
        }
        if (auto settled = check_settled(task, *begun.memory, accepted); !settled) {
            return settled;
        }
    }
    return {};
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

void accept_job(const desired::Job& job, const std::vector<plan::Change>& changes,
                const adopt::Standing& standing, DeclaredTexts& texts, Outcome& outcome) {
    const auto acceptance = adopt::accept_changes(job, changes, standing);
    const auto edited =
        acceptance ? texts.edit(job, *acceptance) : Result<void>{unexpected(acceptance.error())};
    if (!edited) {
        outcome.refused = true;
        tell(outcome, edited.error());
        return;
    }
    outcome.accepted.emplace(job.id, job.where.file);
    if (acceptance->turned_off) {
        outcome.turned_off.insert(job.id);
    }
}

// Edits the texts, job by job.
Result<Outcome> accept_all(const CommonArguments& common, const Beginning& begun,
                           const AcceptArguments& arguments, DeclaredTexts& texts) {
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
                accept_job(*job->second, changes, standing, texts, outcome);
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
        words += fmt::format(
            "declared off (enabled: false), as no entry of it stands there: {}\n"
            "  a line that was meant in its place is not declared: cronmend import shows how\n",
            fmt::join(off, ", "));
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
    auto outcome = accept_all(common, *begun, arguments, *texts);
    if (!outcome) {
        return refuse(common, outcome.error());
    }
    if (const auto sound = check(*texts, *begun, *outcome); !sound) {
        return refuse(common, sound.error());
    }
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
