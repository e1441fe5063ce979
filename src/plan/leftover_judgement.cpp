#include "leftover_judgement.hpp"

#include <fmt/format.h>

#include <string>

#include "cronmend/base/text.hpp"
#include "moved_entries.hpp"

namespace cronmend::plan {
namespace {

std::string duplicate_reason(const Leftover& leftover) {
    return leftover.kind == Leftover::Kind::unmarked_copy
               ? "a second entry that does the same, not put there by cronmend: it is left alone; "
                 "remove it, or the job runs twice"
               : "a second copy of the entry";
}

std::string released_reason(const AppliedEntry& last) {
    return fmt::format(
        "no longer declared, but {}: it is left alone; remove it, or it runs",
        last.marked ? "its marker is lost" : "it was adopted, not put there by cronmend");
}

std::string anothers_reason(const ReadEntry& entry) {
    return fmt::format(
        "a second entry that does the same, with the marker of job {}, which is not on record "
        "here: left alone; if another cronmend keeps it (root's, or the user's own), take the job "
        "out of one of the two, or it runs twice",
        entry.marked_job);
}

// Why an entry that nobody declares, or that shall be out, is only told.
std::string reason_left_alone(const Leftover& leftover) {
    using Kind = Leftover::Kind;
    switch (leftover.kind) {
        case Kind::unmarked_kept_out:
            return "declared with `enabled: false`, but it does not carry cronmend's marker: it is "
                   "left alone; remove it, or it runs";
        case Kind::edited:
            return "no longer declared, but edited by hand since: it is left alone; remove it, or "
                   "remove its marker to keep it as your own";
        case Kind::released:
            return released_reason(*leftover.last);
        case Kind::returned:
            return "no longer declared, and taken out before, but stands there again: left alone; "
                   "if no other cronmend keeps it (root's, or the user's own), remove it, or "
                   "remove its marker to keep it as your own";
        default:
            return "carries cronmend's marker for a job that is not on record here: left alone; if "
                   "no other cronmend keeps it (root's, or the user's own), declare it, remove "
                   "it, or remove its marker";
    }
}

// Why it must go, or is only told.
void judge_kind(const Leftover& leftover, const ReadEntry& entry, Change& change) {
    using Kind = Leftover::Kind;
    switch (leftover.kind) {
        case Kind::copy:
        case Kind::unmarked_copy:
            change.kind = DriftKind::duplicate;
            change.reason = duplicate_reason(leftover);
            change.action = leftover.kind == Kind::unmarked_copy ? Action::report : Action::remove;
            return;
        case Kind::anothers_copy:
            change.kind = DriftKind::duplicate;
            change.action = Action::report;
            change.reason = anothers_reason(entry);
            return;
        case Kind::kept_out:
            change.cause = Cause::rollout;
            change.reason = "declared with `enabled: false`";
            return;
        case Kind::undeclared:
            change.cause = Cause::rollout;
            change.reason = "no longer declared";
            return;
        case Kind::unmarked_kept_out:
        case Kind::edited:
        case Kind::released:
        case Kind::returned:
        case Kind::unknown_origin:
            change.action = Action::report;
            change.reason = reason_left_alone(leftover);
            return;
        case Kind::adopted_copy:
        case Kind::replaced:
        case Kind::suspected:  // see judge_suspected()
            return;
    }
}

}  // namespace

std::optional<Change> judge_leftover(const TableInput& input, const Leftover& leftover,
                                     const ReadEntry& entry) {
    if (leftover.kind == Leftover::Kind::adopted_copy ||
        leftover.kind == Leftover::Kind::replaced) {
        return std::nullopt;
    }
    Change change;
    change.job = leftover.job;
    change.index = leftover.slot != nullptr   ? leftover.slot->index()
                   : leftover.last != nullptr ? leftover.last->index
                                              : 0;
    change.before = entry.text;
    change.line = entry.line + 1;
    change.action = Action::remove;
    change.kind = DriftKind::orphaned;
    if (leftover.slot != nullptr) {
        change.schedule = leftover.slot->wanted.declared->text;
        change.timezone = leftover.slot->job->timezone;
    }
    judge_kind(leftover, entry, change);
    tell_of_move(input, change);
    return change;
}

Diagnostic remark_on(const Leftover& leftover, const ReadEntry& entry) {
    const SourceLocation where{"", entry.line + 1, 0};
    if (leftover.kind == Leftover::Kind::adopted_copy) {
        return {DiagnosticSeverity::warning,
                fmt::format("a second entry does the same as that of job {}: cron runs it twice",
                            leftover.job),
                "both were adopted as they stood; remove the one that is too many", where};
    }
    return {DiagnosticSeverity::warning,
            fmt::format("the line under the marker of job {} is not its entry: {}", leftover.job,
                        printable(entry.text)),
            "it is kept as somebody else's line; if it was meant as an edit of the job, declare it",
            where};
}

}  // namespace cronmend::plan
