#include "cronmend/adopt/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "compose.hpp"
#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/desired/write.hpp"
#include "cronmend/plan/plan.hpp"
#include "line_bytes.hpp"
#include "survey.hpp"

namespace cronmend::adopt {
namespace {

constexpr const char* kFile = "import";  // how the text is called while it is tried

// A line may be as long as a table; a few of these would be more than a declaration may hold.
std::string beginning_of(const std::string& text) {
    constexpr std::size_t kLongest = 1500;
    std::size_t end = std::min(text.size(), kLongest);
    while (end < text.size() && end > 0 &&
           (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end) + (end < text.size() ? " …" : "");
}

std::string line_of(const Sighting& entry) {
    const std::string user = entry.user.empty() ? "" : entry.user + ' ';
    return entry.schedule + ' ' + user + entry.command;
}

bool has_schedule(const desired::Job& job, const std::string& text) {
    return std::any_of(job.schedules.begin(), job.schedules.end(),
                       [&](const desired::DeclaredSchedule& one) { return one.text == text; });
}

class Importer {
public:
    Importer(const std::vector<StandingTable>& tables, const ImportOptions& options)
        : tables_(tables), options_(options), material_{tables, options, {}, {}, {}, {}} {}

    Import run() {
        for (const StandingTable& table : tables_) {
            take_table(table);
        }
        choose_zone();
        settle();
        for (Diagnostics* remarks : {&remarks_of_tables_, &remarks_of_plans_}) {
            std::move(remarks->begin(), remarks->end(), std::back_inserter(result_.diagnostics));
        }
        tell_left_out();
        tell_undeclared();
        result_.left_out = material_.left_out.size();
        return std::move(result_);
    }

private:
    void take_table(const StandingTable& table) {
        joinable_.clear();
        const cron::Crontab crontab =
            cron::Crontab::parse(table.text, options_.flavour, table.form);
        const bool system = table.form == cron::TableForm::system;
        if (const auto refusal = cron::refusal(crontab, system ? "root" : table.user)) {
            remarks_of_tables_.push_back(
                {DiagnosticSeverity::warning,
                 fmt::format("cron refuses this table, and runs none of it: {}", refusal->words),
                 "correct that line of the table",
                 {table.name, refusal->line, 0}});
        }
        for (const TableRemark& remark : bytes_of_lines(table, crontab)) {
            material_.remarks.push_back(fmt::format("The {}: {}.", table.name, remark.summary));
            remarks_of_tables_.push_back({DiagnosticSeverity::warning,
                                          remark.summary,
                                          remark.mend,
                                          {table.name, remark.line + 1, 0}});
        }
        std::vector<Sighting> commented;
        for (Sighting& sighting : survey(crontab)) {
            if (sighting.commented_out) {
                commented.push_back(std::move(sighting));
            } else {
                take(table, sighting);
            }
        }
        for (std::size_t i = 0; i < crontab.lines().size(); ++i) {
            if (crontab.lines()[i].kind == cron::LineKind::invalid) {
                leave_out(table, i, std::string{crontab.text_of(i)}, "cron cannot read it");
            }
        }
        if (options_.commented_out == CommentedOut::declare) {
            for (const Sighting& sighting : commented) {
                take(table, sighting);
            }
        }
        std::vector<Placed>& drafts = material_.drafts;
        std::stable_sort(drafts.begin(), drafts.end(), [](const auto& a, const auto& b) {
            return std::pair{a.table, a.draft.entries.front().line} <
                   std::pair{b.table, b.draft.entries.front().line};
        });
    }

    void leave_out(const StandingTable& table, std::size_t line, const std::string& text,
                   std::string reason) {
        material_.left_out.push_back({&table, line, beginning_of(redact(text)), std::move(reason)});
    }

    void take(const StandingTable& table, const Sighting& sighting) {
        const std::string line = line_of(sighting);
        Drafting drafting = draft_of(sighting, table, options_);
        if (!drafting.draft) {
            leave_out(table, sighting.line, line, drafting.reason);
            return;
        }
        const auto [known, added] = entries_.emplace(meaning_of(*drafting.draft, options_.flavour),
                                                     std::pair{&table, sighting.line});
        if (!added) {
            if (!sighting.commented_out) {
                leave_out(table, sighting.line, line,
                          fmt::format("it does the same as line {}{}, so that cron runs it twice",
                                      known->second.second + 1,
                                      known->second.first == &table
                                          ? ""
                                          : " of the " + known->second.first->name));
            }
            return;
        }
        if (!join(*drafting.draft)) {
            material_.drafts.push_back({static_cast<std::size_t>(&table - tables_.data()),
                                        std::move(*drafting.draft),
                                        {},
                                        {}});
        }
    }

    // The same command at further times is one job with several schedules, unless something tells
    // the entries apart.
    bool join(Draft& draft) {
        constexpr std::size_t kMostSchedules = 100;
        const Sighting& entry = draft.entries.front();
        const std::size_t added = material_.drafts.size();
        if (!draft.job.enabled) {
            return false;
        }
        const auto [known, first] = joinable_.emplace(likeness_of(draft), added);
        if (first) {
            return false;
        }
        Draft& like = material_.drafts[known->second].draft;
        if (entry.guarded && has_schedule(like.job, draft.job.schedules.front().text)) {
            like.entries.push_back(entry);
            return true;
        }
        if (like.job.schedules.size() >= kMostSchedules) {
            known->second = added;
            return false;
        }
        if (!entry.description.empty() || !entry.comments.empty()) {
            return false;
        }
        like.job.schedules.push_back(draft.job.schedules.front());
        like.entries.push_back(entry);
        return true;
    }

    // A file has one zone: the host's, if any entry's times are in that; else that of the most.
    // What has no times goes with that file.
    void choose_zone() {
        std::map<std::string, std::size_t> counts;
        for (const Placed& placed : material_.drafts) {
            if (placed.draft.zone) {
                ++counts[*placed.draft.zone];
            }
        }
        std::string most;
        if (!counts.contains("") && !counts.empty()) {
            most = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                       return a.second < b.second;
                   })->first;
        }
        material_.timezone = options_.timezone.value_or(most);
        if (!counts.contains(material_.timezone) && !material_.timezone.empty()) {
            remarks_of_tables_.push_back(
                {DiagnosticSeverity::warning,
                 "no entry has its times in " + printable(material_.timezone),
                 "leave --timezone out to see which zones there are",
                 {}});
        }
        const auto elsewhere = [&](const Placed& placed) {
            return placed.draft.zone.value_or(most) != material_.timezone;
        };
        if (!options_.timezone) {
            leave_out_if(elsewhere, [this](const Placed& placed) {
                return fmt::format(
                    "its times are in {0}, and a file has one zone: `cronmend import --timezone "
                    "{0}{1}` declares it in a file of its own",
                    *placed.draft.zone, options_.again);
            });
        }
        std::erase_if(material_.drafts, elsewhere);
    }

    template <class Which, class Reason>
    void leave_out_if(Which which, Reason reason) {
        for (const Placed& placed : material_.drafts) {
            if (which(placed)) {
                for (const Sighting& entry : placed.draft.entries) {
                    leave_out(tables_[placed.table], entry.line, line_of(entry), reason(placed));
                }
            }
        }
    }

    // Drops drafts that the reader of YAML or the plan does not take as they are, until nothing is
    // left to be changed.
    void settle() {
        for (std::size_t attempt = 0;; ++attempt) {
            result_.yaml = desired::write_declaration(compose(material_));
            const desired::ParsedState parsed = desired::parse(
                {{kFile, result_.yaml}},
                {.default_user = options_.default_user, .flavour = options_.flavour});
            result_.jobs = parsed.state.jobs;
            std::map<std::string, std::string> unfit = unfit_jobs(parsed);
            if (unfit.empty()) {
                unfit = unplanned_jobs(parsed.state.jobs);
            }
            if (!unfit.empty() && attempt >= kMostAttempts) {
                for (const Placed& placed : material_.drafts) {
                    unfit.emplace(placed.id, "no declaration was found that leaves it as it is");
                }
            }
            if (!drop(unfit)) {
                tell_unreadable(parsed);
                break;
            }
        }
    }

    // What is no job's fault: it is too much for one declaration.
    void tell_unreadable(const desired::ParsedState& parsed) {
        for (const Diagnostic& diagnostic : parsed.diagnostics) {
            if (diagnostic.severity == DiagnosticSeverity::error) {
                result_.diagnostics.push_back({DiagnosticSeverity::error,
                                               "the YAML could not be read: " + diagnostic.summary,
                                               "import fewer entries at a time",
                                               {}});
            }
        }
    }

    // The jobs with an error in their lines, and its words.
    [[nodiscard]] static std::map<std::string, std::string> unfit_jobs(
        const desired::ParsedState& parsed) {
        std::map<std::string, std::string> unfit;
        const std::vector<desired::Job>& jobs = parsed.state.jobs;  // in the order of their lines
        for (const Diagnostic& diagnostic : parsed.diagnostics) {
            const auto behind = std::upper_bound(
                jobs.begin(), jobs.end(), diagnostic.where.line,
                [](std::size_t line, const desired::Job& job) { return line < job.where.line; });
            if (diagnostic.severity == DiagnosticSeverity::error && behind != jobs.begin()) {
                unfit.emplace(std::prev(behind)->id, diagnostic.summary);
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
            if (table.form == cron::TableForm::system && table.target.empty()) {
                continue;  // its entries are to be moved
            }
            plan::TableInput input;
            input.user = table.target.empty() ? table.user : table.target;
            input.form = table.form;
            if (!table.home.empty()) {
                input.homes.emplace(table.user, table.home);
            }
            input.flavour = options_.flavour;
            input.zoning = options_.zoning;
            std::vector<desired::Job> theirs;
            std::copy_if(jobs.begin(), jobs.end(), std::back_inserter(theirs),
                         [&](const desired::Job& job) { return table_of(job) == input.user; });
            input.jobs = std::move(theirs);
            input.observed.text = table.text;
            input.emptying = plan::Emptying::allow;
            const auto plan = plan::make_plan(input);
            if (!plan) {
                blame(table, plan.error(), off);
                continue;
            }
            for (const plan::Change& change : plan->changes) {
                off.emplace(change.job, change.reason);
            }
        }
        return off;
    }

    // Where no plan can be made, it is for a guard that is wanted and cannot be put there; else for
    // the whole table.
    void blame(const StandingTable& table, const Error& error,
               std::map<std::string, std::string>& off) {
        bool guards = false;
        for (const Placed& placed : material_.drafts) {
            if (&tables_[placed.table] == &table && placed.draft.entries.front().guarded) {
                off.emplace(placed.id, error.message);
                guards = true;
            }
        }
        if (!guards) {
            remarks_of_plans_.push_back(
                {DiagnosticSeverity::warning, error.message, error.mend, {table.name, 0, 0}});
        }
    }

    bool drop(const std::map<std::string, std::string>& reasons) {
        const auto unfit = [&](const Placed& placed) { return reasons.contains(placed.id); };
        const bool any = std::any_of(material_.drafts.begin(), material_.drafts.end(), unfit);
        leave_out_if(unfit, [&](const Placed& placed) { return reasons.at(placed.id); });
        std::erase_if(material_.drafts, unfit);
        return any;
    }

    void tell_left_out() {
        for (const LeftOut& entry : material_.left_out) {
            result_.diagnostics.push_back(
                {DiagnosticSeverity::warning,
                 fmt::format("not declared: {}: {}", printable(entry.text), entry.reason),
                 "it stays as it is, as a line that is not cronmend's",
                 {entry.table->name, entry.line + 1, 0}});
        }
    }

    void tell_undeclared() {
        std::set<std::string> told;
        for (const Placed& placed : material_.drafts) {
            for (const Undeclared& variable : placed.draft.undeclared) {
                const StandingTable& table = tables_[placed.table];
                const std::string what =
                    (variable.name ? "the variable " + printable(*variable.name) + ", as it "
                                   : "further variables, as they ") +
                    variable.reason;
                if (told.insert(table.name + '\n' + what).second) {
                    result_.diagnostics.push_back(
                        {DiagnosticSeverity::warning,
                         "not declared: " + what,
                         "its line stays in the table and holds for the entries below it",
                         {table.name, placed.draft.entries.front().line + 1, 0}});
                }
            }
        }
    }

    static constexpr std::size_t kMostAttempts = 8;

    const std::vector<StandingTable>& tables_;
    const ImportOptions& options_;
    Material material_;
    std::map<std::string, std::size_t> joinable_;  // drafts of this table, by likeness_of()
    // What is declared already, and where it stands.
    std::map<std::string, std::pair<const StandingTable*, std::size_t>> entries_;
    Diagnostics remarks_of_tables_;
    Diagnostics remarks_of_plans_;
    Import result_;
};

}  // namespace

std::set<std::string> zones_in(const std::vector<StandingTable>& tables, cron::Flavour flavour) {
    std::set<std::string> zones;
    for (const StandingTable& table : tables) {
        for (const Sighting& sighting :
             survey(cron::Crontab::parse(table.text, flavour, table.form))) {
            zones.insert(sighting.zone.value_or(""));
        }
    }
    zones.erase("");
    return zones;
}

Import import_tables(const std::vector<StandingTable>& tables, const ImportOptions& options) {
    return Importer{tables, options}.run();
}

}  // namespace cronmend::adopt
