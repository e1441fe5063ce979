#include "apply_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/text.hpp"
#include "plan_view.hpp"

namespace cronmend::cli {
namespace {

using reconcile::Ending;
using reconcile::TableOutcome;

std::string headline(const TableOutcome& outcome, const Painter& paint) {
    const std::string name = paint(Tone::strong, printable(outcome.name));
    switch (outcome.ending) {
        case Ending::in_order:
            return {};
        case Ending::repaired:
            return fmt::format("{}: {}\n", name, paint(Tone::good, "put right"));
        case Ending::pending:
            if (outcome.plan && outcome.plan->refused &&
                (outcome.written || outcome.plan->changes.empty())) {
                return fmt::format(
                    "{}: {}\n", name,
                    paint(Tone::bad,
                          outcome.written
                              ? "put right, but cron refuses the table and runs none of it"
                              : kRefused));
            }
            return fmt::format(
                "{}: {}\n", name,
                paint(Tone::change, outcome.written ? "put right but for what is left alone"
                                                    : "not as declared, and left alone"));
        case Ending::failed:
            return fmt::format("{}: {}\n", name, paint(Tone::bad, "not put right"));
    }
    return {};
}

std::string proof(const TableOutcome& outcome, const WaysOn& ways, const Painter& paint) {
    if (!outcome.written || !outcome.verified) {
        return {};
    }
    std::string out = fmt::format(
        "  {} read again after the write: as declared; {} of others untouched\n",
        paint(Tone::good, "proved:"), count_of(outcome.plan->foreign_lines, "line", "lines"));
    if (outcome.snapshot) {
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
            "  {} {} of others that stood there at the last pass are not put back\n"
            "    the table of the last pass: cronmend history --show {}{}\n",
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
