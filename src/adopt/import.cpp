#include "cronmend/adopt/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/desired/write.hpp"
#include "cronmend/plan/plan.hpp"
#include "draft.hpp"
#include "naming.hpp"

namespace cronmend::adopt {
namespace {

constexpr const char* kFile = "import";  // how the text is called while it is tried

// An entry that the declaration leaves where it is.
struct LeftOut {
    const StandingTable* table = nullptr;
    std::size_t line = 0;  // index
    std::string text;
    std::string reason;
};

std::string plain_command(const desired::Job& job) {
    return job.raw ? job.command : cron::encode_command({job.command, job.standard_input});
}

cron::Environment exports_of(const desired::Job& job) {
    cron::Environment exports;
    std::copy_if(job.environment.begin(), job.environment.end(),
                 std::inserter(exports, exports.end()),
                 [](const auto& variable) { return !cron::is_restorable(variable.first); });
    return exports;
}

// An id that YAML would read as a number or as true or false would have to stand in quotes.
std::string without_quotes(const std::string& id) {
    return desired::yaml_scalar(id) == id ? id : "job-" + id;
}

class Importer {
public:
    Importer(const std::vector<StandingTable>& tables, const ImportOptions& options)
        : tables_(tables), options_(options) {}

    Import run() {
        for (const StandingTable& table : tables_) {
            take_table(table);
        }
        settle();
        for (Diagnostics* remarks : {&remarks_of_tables_, &remarks_of_plans_}) {
            std::move(remarks->begin(), remarks->end(), std::back_inserter(result_.diagnostics));
        }
        tell_left_out();
        tell_undeclared();
        result_.left_out = left_out_.size();
        return std::move(result_);
    }

private:
    void take_table(const StandingTable& table) {
        const cron::Crontab crontab = cron::Crontab::parse(table.text);
        if (const auto refusal = cron::refusal(crontab)) {
            remarks_of_tables_.push_back(
                {DiagnosticSeverity::warning,
                 fmt::format("cron refuses this table, and runs none of it: {}", refusal->words),
                 "correct that line of the table",
                 {table.name, refusal->line, 0}});
        }
        std::vector<Sighting> commented;
        for (Sighting& sighting : survey(crontab)) {
            if (sighting.commented_out) {
                commented.push_back(std::move(sighting));
            } else {
                take(table, std::move(sighting));
            }
        }
        for (std::size_t i = 0; i < crontab.lines().size(); ++i) {
            if (crontab.lines()[i].kind == cron::LineKind::invalid) {
                leave_out(table, i, std::string{crontab.text_of(i)}, "cron cannot read it");
            }
        }
        if (options_.commented_out == CommentedOut::declare) {
            for (Sighting& sighting : commented) {
                take(table, std::move(sighting));
            }
        }
        std::stable_sort(drafts_.begin(), drafts_.end(), [](const auto& a, const auto& b) {
            return std::pair{a.table, a.draft.entries.front().line} <
                   std::pair{b.table, b.draft.entries.front().line};
        });
    }

    struct Placed {
        std::size_t table = 0;  // its place in tables_
        Draft draft;
        std::string id;
        CommandName name;
    };

    void leave_out(const StandingTable& table, std::size_t line, std::string text,
                   std::string reason) {
        left_out_.push_back({&table, line, std::move(text), std::move(reason)});
    }

    void take(const StandingTable& table, Sighting sighting) {
        const std::string line = sighting.schedule + ' ' + sighting.command;
        Drafting drafting = draft_of(sighting, table);
        if (!drafting.draft) {
            leave_out(table, sighting.line, line, drafting.reason);
            return;
        }
        const desired::Job& job = drafting.draft->job;
        std::string key =
            table.user + '\n' + cron::meaning_key(sighting.when) + '\n' + plain_command(job) + '\n';
        for (const auto& [name, value] : exports_of(job)) {
            key += name + '=' + value + '\n';
        }
        const auto [known, added] = entries_.emplace(key, sighting.line);
        if (!added) {
            if (!sighting.commented_out) {
                leave_out(table, sighting.line, line,
                          fmt::format("it does the same as line {}, so that cron runs it twice",
                                      known->second + 1));
            }
            return;
        }
        if (!join(table, *drafting.draft)) {
            drafts_.push_back({static_cast<std::size_t>(&table - tables_.data()),
                               std::move(*drafting.draft),
                               {},
                               {}});
        }
    }

    // The same command at further times is one job with several schedules, unless something tells
    // the entries apart.
    bool join(const StandingTable& table, Draft& draft) {
        constexpr std::size_t kMostSchedules = 100;
        const Sighting& entry = draft.entries.front();
        for (Placed& placed : drafts_) {
            Draft& known = placed.draft;
            const Sighting& first = known.entries.front();
            const bool told_apart = first.marked_job != entry.marked_job ||
                                    first.keeper != entry.keeper || !entry.description.empty() ||
                                    !entry.comments.empty();
            const desired::Job& a = known.job;
            const desired::Job& b = draft.job;
            if (&tables_[placed.table] == &table && !told_apart && a.command == b.command &&
                a.raw == b.raw && a.standard_input == b.standard_input &&
                a.environment == b.environment && a.enabled == b.enabled && a.enabled &&
                a.schedules.size() < kMostSchedules) {
                known.job.schedules.push_back(b.schedules.front());
                known.entries.push_back(entry);
                return true;
            }
        }
        return false;
    }

    // Ids of cronmend's own markers come first, as they must stay; then those of other tools.
    void give_ids() {
        IdBook book;
        for (Placed& placed : drafts_) {
            placed.name = name_of_command(placed.draft.job.command);
            placed.id.clear();
        }
        for (Placed& placed : drafts_) {
            if (const std::string& id = placed.draft.entries.front().marked_job; !id.empty()) {
                placed.id = book.give(id, {});
            }
        }
        for (Placed& placed : drafts_) {
            const std::string name = slug(placed.draft.entries.front().keeper.name);
            if (placed.id.empty() && !name.empty()) {
                placed.id = book.give(without_quotes(name), {placed.draft.job.user});
            }
        }
        for (Placed& placed : drafts_) {
            if (placed.id.empty()) {
                const std::string user = tables_.size() > 1 ? slug(placed.draft.job.user) : "";
                placed.id = book.give(without_quotes(placed.name.name),
                                      {user, placed.name.place,
                                       name_of_schedule(placed.draft.job.schedules.front().text)});
            }
            placed.draft.job.id = placed.id;
        }
    }

    // What all jobs have in common goes to the top.
    void find_common(desired::WrittenDeclaration& written) const {
        if (drafts_.empty()) {
            return;
        }
        const desired::Job& first = drafts_.front().draft.job;
        const auto all = [&](const auto& holds) {
            return std::all_of(drafts_.begin(), drafts_.end(),
                               [&](const Placed& placed) { return holds(placed.draft.job); });
        };
        const bool one_user = all([&](const desired::Job& job) { return job.user == first.user; });
        if (one_user && first.user != options_.default_user) {
            written.user = first.user;
        }
        if (drafts_.size() < 2) {
            return;
        }
        for (const auto& [name, value] : first.environment) {
            const bool common = all([&, key = name, wanted = value](const desired::Job& job) {
                const auto found = job.environment.find(key);
                return found != job.environment.end() && found->second == wanted;
            });
            // A raw command takes no exports, so that a default would be an error for it.
            if (common) {
                written.environment.emplace(name, value);
            }
        }
    }

    [[nodiscard]] desired::WrittenDeclaration write() {
        give_ids();
        desired::WrittenDeclaration written;
        find_common(written);
        std::string names;
        for (const StandingTable& table : tables_) {
            names += (names.empty() ? "" : ", ") + table.name;
        }
        written.remarks.push_back("Imported from the " + names + ".");
        const bool several = std::any_of(drafts_.begin(), drafts_.end(), [&](const Placed& placed) {
            return placed.draft.job.user != drafts_.front().draft.job.user;
        });
        for (const Placed& placed : drafts_) {
            desired::WrittenJob job{placed.draft.job, remarks_of(placed.draft)};
            if (!several) {
                job.job.user.clear();
            }
            for (const auto& [name, value] : written.environment) {
                job.job.environment.erase(name);
            }
            written.jobs.push_back(std::move(job));
        }
        for (const LeftOut& entry : left_out_) {
            written.closing.push_back(fmt::format("Not declared: line {} of the {}: {}:",
                                                  entry.line + 1, entry.table->name, entry.reason));
            written.closing.push_back("    " + entry.text);
        }
        return written;
    }

    // Drops drafts that the reader of YAML or the plan does not take as they are, until nothing is
    // left to be changed.
    void settle() {
        for (std::size_t attempt = 0; attempt <= kMostAttempts; ++attempt) {
            result_.yaml = desired::write_declaration(write());
            const desired::ParsedState parsed =
                desired::parse({{kFile, result_.yaml}}, {.default_user = options_.default_user});
            result_.jobs = parsed.state.jobs;
            if (attempt == kMostAttempts) {
                break;
            }
            std::map<std::string, std::string> unfit = unfit_jobs(parsed);
            if (unfit.empty()) {
                unfit = unplanned_jobs(parsed.state.jobs);
            }
            if (!drop(unfit)) {
                break;
            }
        }
    }

    // The jobs with an error in their lines, and its words.
    [[nodiscard]] static std::map<std::string, std::string> unfit_jobs(
        const desired::ParsedState& parsed) {
        std::map<std::string, std::string> unfit;
        for (const Diagnostic& diagnostic : parsed.diagnostics) {
            const desired::Job* culprit = nullptr;
            for (const desired::Job& job : parsed.state.jobs) {
                if (job.where.line <= diagnostic.where.line) {
                    culprit = &job;
                }
            }
            if (diagnostic.severity == DiagnosticSeverity::error && culprit != nullptr) {
                unfit.emplace(culprit->id, diagnostic.summary);
            }
        }
        return unfit;
    }

    // The jobs for which a pass would find something to do.
    [[nodiscard]] std::map<std::string, std::string> unplanned_jobs(
        const std::vector<desired::Job>& jobs) {
        std::map<std::string, std::string> off;
        remarks_of_plans_.clear();
        for (const StandingTable& table : tables_) {
            plan::TableInput input;
            input.user = table.user;
            input.home = table.home;
            std::copy_if(jobs.begin(), jobs.end(), std::back_inserter(input.jobs),
                         [&](const desired::Job& job) { return job.user == table.user; });
            input.observed.text = table.text;
            input.emptying = plan::Emptying::allow;
            const auto plan = plan::make_plan(input);
            if (!plan) {
                remarks_of_plans_.push_back({DiagnosticSeverity::warning,
                                             plan.error().message,
                                             plan.error().mend,
                                             {table.name, 0, 0}});
                continue;
            }
            for (const plan::Change& change : plan->changes) {
                off.emplace(change.job, change.reason);
            }
        }
        return off;
    }

    bool drop(const std::map<std::string, std::string>& reasons) {
        const auto unfit = [&](const Placed& placed) { return reasons.contains(placed.id); };
        const bool any = std::any_of(drafts_.begin(), drafts_.end(), unfit);
        for (const Placed& placed : drafts_) {
            if (unfit(placed)) {
                for (const Sighting& entry : placed.draft.entries) {
                    leave_out(tables_[placed.table], entry.line,
                              entry.schedule + ' ' + entry.command, reasons.at(placed.id));
                }
            }
        }
        std::erase_if(drafts_, unfit);
        return any;
    }

    void tell_left_out() {
        for (const LeftOut& entry : left_out_) {
            result_.diagnostics.push_back(
                {DiagnosticSeverity::warning,
                 fmt::format("not declared: {}: {}", printable(entry.text), entry.reason),
                 "it stays as it is, as a line that is not cronmend's",
                 {entry.table->name, entry.line + 1, 0}});
        }
    }

    void tell_undeclared() {
        std::set<std::string> told;
        for (const Placed& placed : drafts_) {
            for (const Undeclared& variable : placed.draft.undeclared) {
                const StandingTable& table = tables_[placed.table];
                if (told.insert(table.name + '\n' + variable.name + '\n' + variable.reason)
                        .second) {
                    result_.diagnostics.push_back(
                        {DiagnosticSeverity::warning,
                         fmt::format("not declared: the variable {}: it {}",
                                     printable(variable.name), variable.reason),
                         "its line stays in the table and holds for the entries below it",
                         {table.name, placed.draft.entries.front().line + 1, 0}});
                }
            }
        }
    }

    static constexpr std::size_t kMostAttempts = 8;

    const std::vector<StandingTable>& tables_;
    const ImportOptions& options_;
    std::vector<Placed> drafts_;
    std::vector<LeftOut> left_out_;
    std::map<std::string, std::size_t> entries_;  // what is declared already, and its line
    Diagnostics remarks_of_tables_;
    Diagnostics remarks_of_plans_;
    Import result_;
};

}  // namespace

Import import_tables(const std::vector<StandingTable>& tables, const ImportOptions& options) {
    return Importer{tables, options}.run();
}

}  // namespace cronmend::adopt
