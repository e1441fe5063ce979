#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/adopt/accept.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/desired/redact.hpp"
#include "cronmend/host/crontab_table.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/trust.hpp"
#include "declaration.hpp"
#include "json_view.hpp"
#include "log.hpp"
#include "plan_view.hpp"
#include "tables.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct AcceptArguments {
    std::vector<std::string> jobs;  // empty: every one that drifted
    bool yes = false;
};

struct DeclaredText {
    std::string place;  // the file itself, links followed
    std::string before;
    std::string after;
};

using Texts = std::map<std::string, DeclaredText>;  // by the path as it was given
using ChangesOfJobs = std::map<std::string, std::vector<plan::Change>>;

Result<std::string> read_declared(const Setup& setup, const std::string& path) {
    return setup.root ? host::read_trusted_file(path) : host::read_file(path);
}

Result<Texts> read_texts(const Setup& setup, const Declaration& declaration) {
    Texts texts;
    for (const auto& [path, place] : declaration.sources) {
        auto text = read_declared(setup, path);
        if (!text) {
            return unexpected(text.error());
        }
        texts[path] = {place, *text, *text};
    }
    return texts;
}

// What is off, by job: of the jobs that were named, or else of those whose crontab was changed.
ChangesOfJobs wanted_changes(const plan::TablePlan& plan, const AcceptArguments& arguments) {
    ChangesOfJobs wanted;
    for (const plan::Change& change : plan.changes) {
        const bool named = std::find(arguments.jobs.begin(), arguments.jobs.end(), change.job) !=
                           arguments.jobs.end();
        if (named || (arguments.jobs.empty() && change.cause == plan::Cause::drift)) {
            wanted[change.job].push_back(change);
        }
    }
    return wanted;
}

// What stands there, and whose cron reads it.
struct Standing {
    const std::string& table;
    cron::Flavour flavour;
};

Result<void> edit_job(const desired::Job& job, const std::vector<plan::Change>& changes,
                      const Standing& standing, Texts& texts) {
    const auto edits = adopt::accept_changes(job, changes, standing.table, standing.flavour);
    if (!edits) {
        return unexpected(edits.error());
    }
    const auto file = texts.find(job.where.file);
    if (file == texts.end()) {
        return unexpected(ErrorCode::not_found,
                          fmt::format("the file that declares {} is not among those read", job.id));
    }
    std::string text = file->second.after;
    for (const desired::Edit& edit : *edits) {
        auto edited = desired::set_value(text, edit);
        if (!edited) {
            return unexpected(edited.error());
        }
        text = std::move(*edited);
    }
    file->second.after = std::move(text);
    return {};
}

// The jobs as the edited texts declare them; no other job than those accepted may have changed.
Result<void> take_up(std::vector<desired::Job>& jobs, const desired::ParsedState& edited,
                     const std::set<std::string>& accepted) {
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

// The edited texts, read and planned for as the next pass will do it: nothing may be off for the
// jobs that were accepted.
Result<void> check(const Texts& texts, const Setup& setup, std::vector<reconcile::TableTask> tasks,
                   store::Memory& memory, const std::set<std::string>& accepted) {
    std::vector<desired::SourceText> sources;
    for (const auto& [path, text] : texts) {
        sources.push_back({path, text.after});
    }
    const desired::ParsedState edited = desired::parse(
        sources, {.default_user = setup.invoking_user, .flavour = setup.cron.flavour});
    for (const Diagnostic& diagnostic : edited.diagnostics) {
        if (diagnostic.severity == DiagnosticSeverity::error) {
            return unexpected(
                ErrorCode::unsupported,
                "the declaration, edited, would not be valid: " + to_string(diagnostic),
                "edit it by hand");
        }
    }
    for (reconcile::TableTask& task : tasks) {
        if (auto taken = take_up(task.jobs, edited, accepted); !taken) {
            return taken;
        }
        if (auto settled = check_settled(task, memory, accepted); !settled) {
            return settled;
        }
    }
    return {};
}

Result<void> write_texts(const Texts& texts, const Setup& setup) {
    for (const auto& [path, text] : texts) {
        const auto now = read_declared(setup, path);
        if (!now) {
            return unexpected(now.error());
        }
        if (*now != text.before) {
            return unexpected(ErrorCode::moved, path + " was changed meanwhile",
                              "nothing was written; look again");
        }
    }
    for (const auto& [path, text] : texts) {
        if (text.after == text.before) {
            continue;
        }
        if (auto written = host::make_file_table(text.place)->write(text.after); !written) {
            return unexpected(written.error());
        }
    }
    return {};
}

bool nothing_stands(const std::vector<plan::Change>& changes, std::size_t schedules) {
    const auto gone = std::count_if(changes.begin(), changes.end(), [](const plan::Change& change) {
        return change.kind == plan::DriftKind::missing || change.kind == plan::DriftKind::disabled;
    });
    return static_cast<std::size_t>(gone) == schedules;
}

struct Outcome {
    std::set<std::string> accepted;
    std::set<std::string> turned_off;  // of these, those of which no entry stands there
    bool refused = false;
    Diagnostics diagnostics;
};

void refuse_job(Outcome& outcome, const Error& error) {
    log_error(error);
    outcome.refused = true;
    outcome.diagnostics.push_back(as_diagnostic(error, ""));
}

Error undeclared(const std::string& id) {
    return {ErrorCode::not_found, fmt::format("job {} is not declared in the files read", id),
            "`cronmend import` shows YAML for what stands in the table"};
}

// Edits the texts, job by job.
Result<Outcome> accept_all(const std::vector<reconcile::TableTask>& tasks, store::Memory& memory,
                           const AcceptArguments& arguments, Texts& texts) {
    Outcome outcome;
    std::set<std::string> declared;
    for (const reconcile::TableTask& task : tasks) {
        const auto preview = reconcile::preview(task, memory, home_of);
        if (!preview) {
            return unexpected(preview.error());
        }
        const std::string table = preview->plan.before.text_or_empty();
        for (const desired::Job& job : task.jobs) {
            declared.insert(job.id);
        }
        for (const auto& [id, changes] : wanted_changes(preview->plan, arguments)) {
            const auto job = std::find_if(
                task.jobs.begin(), task.jobs.end(),
                [&, wanted = id](const desired::Job& one) { return one.id == wanted; });
            if (job == task.jobs.end()) {
                refuse_job(outcome, undeclared(id));
                continue;
            }
            const auto edited = edit_job(*job, changes, {table, task.flavour}, texts);
            if (edited) {
                outcome.accepted.insert(id);
                if (nothing_stands(changes, job->schedules.size())) {
                    outcome.turned_off.insert(id);
                }
            } else {
                refuse_job(outcome, edited.error());
            }
        }
    }
    for (const std::string& id : arguments.jobs) {
        if (!declared.contains(id)) {
            return unexpected(undeclared(id));
        }
    }
    return outcome;
}

std::string diff_of(const Texts& texts, const Painter& paint) {
    std::string diff;
    for (const auto& [path, text] : texts) {
        if (text.after != text.before) {
            diff += show_text_diff(desired::redact_declaration(text.before),
                                   desired::redact_declaration(text.after),
                                   path + " (as it stands)", path + " (as accepted)", paint);
        }
    }
    return diff;
}

std::string declared_words(const Outcome& outcome) {
    std::vector<std::string> standing;
    std::set_difference(outcome.accepted.begin(), outcome.accepted.end(),
                        outcome.turned_off.begin(), outcome.turned_off.end(),
                        std::back_inserter(standing));
    std::string words;
    if (!standing.empty()) {
        words += fmt::format("declared as it stands: {}\n", fmt::join(standing, ", "));
    }
    if (!outcome.turned_off.empty()) {
        words += fmt::format(
            "declared off (enabled: false), as no entry of it stands there: {}\n"
            "  a line that was meant in its place is not declared: cronmend import shows how\n",
            fmt::join(outcome.turned_off, ", "));
    }
    return words;
}

ExitStatus carry_out(const CommonArguments& common, const AcceptArguments& arguments,
                     const Setup& setup, const Outcome& outcome, const Texts& texts) {
    const ExitStatus status = outcome.refused ? ExitStatus::partly : ExitStatus::done;
    const std::vector<std::string> ids{outcome.accepted.begin(), outcome.accepted.end()};
    const bool json = common.output == Output::json;
    if (ids.empty()) {
        return print_and(outcome.refused ? ExitStatus::error : ExitStatus::done,
                         json ? accept_json(ids, "", outcome.diagnostics) : "nothing to accept\n");
    }
    if (!json && !print(diff_of(texts, painter_for(common.color)))) {
        return print_and(ExitStatus::error, "");
    }
    if (!arguments.yes && !confirm("Declare this?")) {
        return refuse(
            common, can_ask()
                        ? Error{ErrorCode::invalid_input, "not confirmed: nothing was changed", ""}
                        : Error{ErrorCode::invalid_input,
                                "this wants to be confirmed: nothing was changed", "say --yes"});
    }
    if (const auto written = write_texts(texts, setup); !written) {
        return refuse(common, written.error());
    }
    return print_and(status,
                     json ? accept_json(ids, diff_of(texts, Painter{false}), outcome.diagnostics)
                          : declared_words(outcome));
}

ExitStatus run_accept(const CommonArguments& common, const AcceptArguments& arguments) {
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    Tables begun = begin_tables(common, *setup);
    const auto memory = open_memory(*setup);
    if (!memory) {
        return refuse(common, memory.error());
    }
    auto declaration = load_declaration(*setup, **memory);
    if (!declaration) {
        return refuse(common, declaration.error());
    }
    if (has_errors(declaration->diagnostics)) {
        return refuse(common, declaration->diagnostics);
    }
    auto texts = read_texts(*setup, *declaration);
    if (!texts) {
        return refuse(common, texts.error());
    }
    const auto tables = make_tables(common, *setup, *declaration, **memory, std::move(begun));
    if (!tables) {
        return refuse(common, tables.error());
    }
    const auto outcome = accept_all(tables->tasks, **memory, arguments, *texts);
    if (!outcome) {
        return refuse(common, outcome.error());
    }
    if (const auto sound = check(*texts, *setup, tables->tasks, **memory, outcome->accepted);
        !sound) {
        return refuse(common, sound.error());
    }
    return carry_out(common, arguments, *setup, *outcome, *texts);
}

}  // namespace

void add_accept(CommandLine& line) {
    auto arguments = std::make_shared<AcceptArguments>();
    line.add({"accept", "The opposite of a repair: declare what stands in the crontab",
              "cronmend accept backup-overnight -f schedules/backup.yaml"},
             [arguments](const CommonArguments& common) { return run_accept(common, *arguments); })
        .argument("JOB", &arguments->jobs, "A job's id; without one, every job that drifted",
                  Need::optional)
        .flag("--yes", arguments->yes, "Do not ask");
}

}  // namespace cronmend::cli
