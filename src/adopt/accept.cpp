#include "cronmend/adopt/accept.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/guard.hpp"

namespace cronmend::adopt {
namespace {

using desired::Edit;
using plan::Change;
using plan::DriftKind;

class Acceptor {
public:
    Acceptor(const desired::Job& job, const Standing& standing)
        : job_(job),
          import_command_(standing.import_command),
          table_(cron::Crontab::parse(standing.text, standing.flavour, standing.form)) {
        for (const desired::DeclaredSchedule& schedule : job.schedules) {
            schedules_.emplace_back(schedule.text);
        }
    }

    Result<Acceptance> run(const std::vector<Change>& changes) {
        for (const Change& change : changes) {
            if (auto taken = take(change); !taken) {
                return unexpected(taken.error());
            }
        }
        if (auto settled = settle_schedules(); !settled) {
            return unexpected(settled.error());
        }
        return Acceptance{std::move(edits_), turned_off_, gone_};
    }

private:
    Result<void> take(const Change& change) {
        switch (change.kind) {
            case DriftKind::missing:
                gone_ = true;
                if (is_translated(change)) {
                    return take_translated_absence(change);
                }
                if (marks_another_line()) {
                    return refuse(
                        "its entry is missing, but another line stands below its "
                        "marker: say by hand which of the two is meant");
                }
                schedules_[change.index].reset();
                return {};
            case DriftKind::disabled:
                if (is_translated(change)) {
                    return take_translated_absence(change);
                }
                schedules_[change.index].reset();
                return {};
            case DriftKind::changed:
                return take_line(change);
            case DriftKind::shadowed:
                return take_environment(change);
            case DriftKind::orphaned:
                if (!job_.enabled) {
                    edits_.push_back({job_.id, {"enabled"}, true});
                    return {};
                }
                return refuse(fmt::format("no declared job has this entry; `{}` shows YAML for it",
                                          import_command_));
            case DriftKind::duplicate:
                if (change.reason.starts_with(plan::kMayBeAnEdit)) {
                    return refuse_suspected(change);
                }
                return refuse("two entries do the same, and a job has one: remove one of them");
            case DriftKind::unmarked:
                return refuse(
                    "the entry is as declared, only its marker is gone; an apply puts it "
                    "back");
        }
        return {};
    }

    [[nodiscard]] Unexpected refuse(std::string_view reason) const {
        return unexpected(ErrorCode::unsupported,
                          fmt::format("job {} cannot be accepted: {}", job_.id, reason));
    }

    // Which of the two is meant, or both, is for a person to say: how is told here.
    [[nodiscard]] Unexpected refuse_suspected(const Change& change) const {
        const std::string line = change.before.value_or("");
        const auto entry = cron::parse_entry(line, table_.flavour());
        const std::string keep =
            entry ? fmt::format("declare `schedule: \"{}\"` and the command of that line for {}",
                                printable(trim_blanks(entry->schedule_text)), job_.id)
                  : fmt::format("declare it for {}", job_.id);
        return unexpected(
            ErrorCode::unsupported,
            fmt::format("job {} cannot be accepted: line {} may be an edit of its entry, and "
                        "starts beside it: {}",
                        job_.id, change.line, printable(redact(line))),
            fmt::format("to keep that line alone, {}; to keep both, declare it as a job of its own "
                        "(`{}` shows YAML for it); to be rid of it, take line {} out by hand; then "
                        "`cronmend apply`",
                        keep, import_command_, change.line));
    }

    // True if an entry below a marker of this job is none that the job declares: it may be an edit,
    // or a neighbour that moved up.
    [[nodiscard]] bool marks_another_line() const {
        for (std::size_t i = 0; i + 1 < table_.lines().size(); ++i) {
            const auto marker = cron::parse_marker(table_.text_of(i));
            if (table_.lines()[i].kind != cron::LineKind::marker || !marker ||
                marker->job != job_.id || table_.lines()[i + 1].kind != cron::LineKind::entry) {
                continue;
            }
            const auto entry =
                cron::parse_entry(table_.text_of(i + 1), table_.flavour(), table_.form());
            if (!entry || !declares_times_of(*entry)) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool declares_times_of(const cron::Entry& entry) const {
        return std::any_of(job_.schedules.begin(), job_.schedules.end(), [&](const auto& declared) {
            return cron::same_meaning(declared.schedule, entry.schedule);
        });
    }

    // True if the entry stands at other times than those declared, which are meant in another zone.
    [[nodiscard]] bool is_translated(const Change& change) const {
        return !change.zone_words.empty() || change.index >= schedules_.size();
    }

    // A schedule in another zone may take several entries: it is wanted no more if none is left.
    Result<void> take_translated_absence(const Change& change) {
        for (std::size_t i = 0; i + 1 < table_.lines().size(); ++i) {
            const auto marker = cron::parse_marker(table_.text_of(i));
            if (table_.lines()[i].kind == cron::LineKind::marker && marker &&
                marker->job == job_.id && table_.lines()[i + 1].kind == cron::LineKind::entry) {
                return refuse(
                    "an entry of it is missing, while others stand below its markers: say by hand "
                    "which of them are meant, in the times of " +
                    job_.timezone);
            }
        }
        schedules_[change.index % schedules_.size()].reset();
        return {};
    }

    // What a pass would write in place of the entry.
    [[nodiscard]] std::optional<cron::Entry> wanted_entry(const Change& change) const {
        const std::string_view wanted = change.after ? *change.after : std::string_view{};
        const auto entry = cron::parse_entry(wanted.substr(wanted.rfind('\n') + 1),
                                             table_.flavour(), table_.form());
        return entry ? std::optional<cron::Entry>{*entry} : std::nullopt;
    }

    // The times of the entry, if they are others. True if they are the same.
    Result<bool> take_times(const cron::Entry& entry, const Change& change) {
        if (is_translated(change)) {
            const auto wanted = wanted_entry(change);
            if (!wanted || !cron::same_meaning(entry.schedule, wanted->schedule)) {
                return refuse("its times are meant in " + job_.timezone +
                              ", and stand otherwise in the table: change the declaration by hand");
            }
            return true;
        }
        const bool same = cron::same_meaning(entry.schedule, job_.schedules[change.index].schedule);
        if (!same) {
            schedules_[change.index] = std::string{trim_blanks(entry.schedule_text)};
        }
        return same;
    }

    // The entry as it stands: its times, its command, and what holds for it.
    Result<void> take_line(const Change& change) {
        if (change.part == plan::Part::line_end) {
            return refuse("a carriage return stands behind its entry; apply takes that out");
        }
        if (change.part == plan::Part::above) {
            return refuse(
                "a variable that holds for its entry was taken out of its declaration; an apply "
                "takes it out of the table, too");
        }
        if (change.part == plan::Part::behind) {
            return refuse(
                "it is in order itself; the lines behind it put back what holds for others, and no "
                "declaration says that: an apply writes them anew");
        }
        const std::string line = change.before.value_or("");
        const auto entry = cron::parse_entry(line, table_.flavour(), table_.form());
        if (!entry) {
            return refuse("the entry that stands there cannot be read");
        }
        const auto same_times = take_times(*entry, change);
        if (!same_times) {
            return unexpected(same_times.error());
        }
        const bool same_user = table_.form() == cron::TableForm::user || entry->user == job_.user;
        if (!same_user) {
            if (auto taken = take_user(std::string{entry->user}); !taken) {
                return taken;
            }
        }
        const auto changed = take_command(entry->command, change);
        if (!changed) {
            return unexpected(changed.error());
        }
        if (*same_times && same_user && !*changed) {
            return take_environment(change);
        }
        const auto variables = take_variables(change);
        return variables ? Result<void>{} : unexpected(variables.error());
    }

    // The user that an entry of a system table names.
    Result<void> take_user(const std::string& user) {
        if (user_ && *user_ != user) {
            return refuse("its entries name different users: make two jobs of it");
        }
        if (!user_) {
            edits_.push_back({job_.id, {"user"}, user});
        }
        user_ = user;
        return {};
    }

    // True if the command is another one than declared.
    Result<bool> take_command(std::string_view command, const Change& change) {
        const auto wanted = wanted_entry(change);
        const auto guard =
            wanted
                ? cron::parse_guarded(cron::decode_command(wanted->command, table_.flavour()).shell)
                : std::nullopt;
        if (is_translated(change) && guard) {
            return take_guarded(command, *guard);
        }
        if (job_.raw) {
            return edit_command(std::string{command}, job_.command);
        }
        cron::DecodedCommand live = cron::decode_command(command, table_.flavour());
        cron::Environment exports;
        for (const auto& [name, value] : job_.environment) {
            if (!cron::is_restorable(name, table_.flavour())) {
                exports.emplace(name, value);
            }
        }
        const std::string prefix = exports.empty() ? "" : cron::with_exports(exports, "");
        if (!prefix.empty() && live.shell.starts_with(prefix)) {
            live.shell.erase(0, prefix.size());
        }
        return take_decoded(live);
    }

    // A command behind the guard that keeps its times.
    Result<bool> take_guarded(std::string_view command, const cron::GuardedCommand& wanted) {
        cron::DecodedCommand live = cron::decode_command(command, table_.flavour());
        const auto guarded = cron::parse_guarded(live.shell);
        if (!guarded || guarded->guard != wanted.guard || guarded->program != wanted.program) {
            return refuse("the guard that keeps its times in " + job_.timezone +
                          " was edited: change the declaration by hand");
        }
        live.shell = guarded->command;
        return job_.raw ? edit_command(cron::encode_command(live, table_.flavour()), job_.command)
                        : take_decoded(live);
    }

    Result<bool> take_decoded(const cron::DecodedCommand& live) {
        if (live.standard_input != job_.standard_input) {
            if (!live.standard_input) {
                return refuse("its standard input is gone: take stdin: out by hand");
            }
            edits_.push_back({job_.id, {"stdin"}, *live.standard_input});
        }
        return edit_command(live.shell, job_.command);
    }

    Result<bool> edit_command(const std::string& live, const std::string& declared) {
        const bool changed = trim_blanks(live) != trim_blanks(declared);
        if (command_ && *command_ != live) {
            return refuse("its entries differ in their commands: make two jobs of it");
        }
        command_ = live;
        if (changed) {
            edits_.push_back({job_.id, {"command"}, live});
        }
        return changed;
    }

    Result<void> take_environment(const Change& change) {
        const auto any = take_variables(change);
        if (!any) {
            return unexpected(any.error());
        }
        return *any ? Result<void>{}
                    : refuse("what holds for its entry cannot be declared for one job");
    }

    // The variables that a repair would have set otherwise, as they are. True if there are any.
    Result<bool> take_variables(const Change& change) {
        const std::string wanted = change.after.value_or("");
        const auto lines = split_lines(wanted);
        bool any = false;
        for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
            const auto assignment =
                cron::parse_assignment(without_newline(lines[i]), table_.flavour());
            if (!assignment || change.line == 0) {
                continue;
            }
            if (assignment->name == "CRON_TZ") {
                return refuse(
                    "its times are read in another zone there, by the CRON_TZ above it: a file has "
                    "one `timezone:` for all its jobs, so change it by hand");
            }
            const auto there = table_.value_at(change.line - 1, assignment->name);
            const auto value = there ? std::optional<std::string>{*there}
                                     : cron::default_value(assignment->name, job_.user);
            if (!value) {
                return refuse(assignment->name + " cannot be declared as it is there");
            }
            edits_.push_back({job_.id, {"environment", assignment->name}, *value});
            any = true;
        }
        return any;
    }

    // Without a schedule left the job is kept out; with fewer or others, they are written anew.
    Result<void> settle_schedules() {
        std::vector<std::string> left;
        bool changed = false;
        for (std::size_t i = 0; i < schedules_.size(); ++i) {
            changed = changed || schedules_[i] != job_.schedules[i].text;
            if (schedules_[i]) {
                left.push_back(*schedules_[i]);
            }
        }
        if (!changed) {
            return {};
        }
        if (left.empty()) {
            turned_off_ = true;
            edits_.push_back({job_.id, {"enabled"}, false});
        } else if (left.size() == 1) {
            edits_.push_back({job_.id, {"schedule"}, left.front()});
        } else {
            edits_.push_back({job_.id, {"schedule"}, left});
        }
        return {};
    }

    const desired::Job& job_;
    std::string import_command_;
    cron::Crontab table_;
    std::vector<std::optional<std::string>> schedules_;  // nothing: not there any more
    std::optional<std::string> command_;                 // of an entry that was looked at
    std::optional<std::string> user_;                    // whom an entry names, if not job_.user
    std::vector<Edit> edits_;
    bool turned_off_ = false;
    bool gone_ = false;
};

}  // namespace

Result<Acceptance> accept_changes(const desired::Job& job, const std::vector<Change>& changes,
                                  const Standing& standing) {
    return Acceptor{job, standing}.run(changes);
}

}  // namespace cronmend::adopt
