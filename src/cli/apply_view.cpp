#include "apply_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/text.hpp"
#include "plan_view.hpp"

namespace cronmend::cli {
namespace {

using reconcile::Ending;
using reconcile::TableOutcome;

bool is_unrecorded(const TableOutcome& outcome) {
    return outcome.plan && outcome.error && outcome.error->code == ErrorCode::unrecorded;
}

bool is_run_by_none(const TableOutcome& outcome) {
    return outcome.plan->refusal && (outcome.written || outcome.plan->changes.empty());
}

bool all_acted(const plan::TablePlan& plan) {
    return std::all_of(plan.changes.begin(), plan.changes.end(),
                       [](const plan::Change& change) { return change.acts(); });
}

// How the table stands after the pass, whatever became of the record.
std::string_view standing(const TableOutcome& outcome) {
    const plan::TablePlan& plan = *outcome.plan;
    if (is_run_by_none(outcome)) {
        return outcome.written ? "put right, but cron refuses the table and runs none of it"
                               : kRefused;
    }
    if (outcome.written) {
        return all_acted(plan) ? "put right" : "put right but for what is left alone";
    }
    return plan.in_sync() ? "in sync" : "not as declared, and left alone";
}

std::string headline(const TableOutcome& outcome, const Painter& paint) {
    const auto line = [&](Tone tone, const std::string& words) {
        return fmt::format("{}: {}\n", paint(Tone::strong, printable(outcome.name)),
                           paint(tone, words));
    };
    switch (outcome.ending) {
        case Ending::in_order:
            return outcome.plan ? std::string{} : line(Tone::quiet, "not looked at any more");
        case Ending::repaired:
            return line(Tone::good, "put right");
        case Ending::pending:
            return line(is_run_by_none(outcome) ? Tone::bad : Tone::change,
                        std::string{standing(outcome)});
        case Ending::failed:
            return line(Tone::bad, is_unrecorded(outcome)
                                       ? std::string{standing(outcome)} + ", but not put on record"
                                       : "not put right");
    }
    return {};
}

std::string proof(const TableOutcome& outcome, const WaysOn& ways, const Painter& paint) {
    if (!outcome.written || !outcome.verified) {
        return {};
    }
    std::string out = fmt::format(
        "  {} read again after the write: {}; {} of others untouched\n",
        paint(Tone::good, "proved:"),
        all_acted(*outcome.plan) ? "as declared" : "as it was to be, but for what is left alone",
        count_of(outcome.plan->foreign_lines, "line", "lines"));
    if (outcome.snapshot && outcome.plan->before.absent()) {
        out += fmt::format("  there was no table before; to remove it: cronmend rollback {}{}\n",
                           *outcome.snapshot, ways.options);
    } else if (outcome.snapshot) {
        out += fmt::format(
            "  the table as it was: cronmend history --show {0}{1}; back to it: cronmend "
            "rollback {0}{1}\n",
            *outcome.snapshot, ways.options);
    }
    return out;
}

}  // namespace

std::string show_outcome(const TableOutcome& outcome, const WaysOn& ways, const Painter& paint) {
    std::string out = headline(outcome, paint);
    if (outcome.plan && outcome.ending == Ending::in_order) {
        out = show_plan(outcome.name, *outcome.plan, outcome.hold, ways.resume, paint);
    } else if (outcome.plan) {
        out += show_changes(*outcome.plan, outcome.verified ? Tense::done : Tense::to_come, paint);
    }
    out += proof(outcome, ways, paint);
    if (outcome.lost) {
        out += fmt::format(
            "  {0} {1} of others that stood there at the last pass are not put back\n"
            "    the table of the last pass: cronmend history --show {2}{3}; all of it back: "
            "cronmend "
            "rollback {2}{3}\n",
            paint(Tone::change, "gone too:"), count_of(outcome.plan->foreign_lost, "line", "lines"),
            *outcome.lost, ways.options);
    }
    if (outcome.hold && outcome.ending != Ending::in_order) {
        out += show_hold(*outcome.hold, ways.resume, paint);
    }
    for (const reconcile::Mention& mention : outcome.incidents) {
        out += fmt::format("  incident {} {}: {}/{}.md\n", mention.id, to_string(mention.state),
                           ways.reports, mention.id);
    }
    return out;
}

}  // namespace cronmend::cli
