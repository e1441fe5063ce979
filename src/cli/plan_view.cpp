#include "plan_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/cron/crontab.hpp"
#include "cronmend/plan/listing.hpp"
#include "cronmend/plan/signed_lines.hpp"
#include "cronmend/plan/unified_diff.hpp"

namespace cronmend::cli {
namespace {

using plan::Action;
using plan::Change;

struct Sign {
    std::string_view mark;
    Tone tone;
};

Sign sign_of(Action action) {
    switch (action) {
        case Action::install:
        case Action::enable:
            return {"+", Tone::good};
        case Action::replace:
        case Action::mark:
            return {"~", Tone::change};
        case Action::remove:
            return {"-", Tone::bad};
        case Action::report:
            return {"!", Tone::bad};
        case Action::hold:
            return {"=", Tone::quiet};
    }
    return {"?", Tone::plain};
}

Tone tone_of(char sign) {
    return sign == '-' ? Tone::bad : sign == '+' ? Tone::good : Tone::plain;
}

std::string place_of(const Change& change) {
    return change.line == 0 ? std::string{} : fmt::format(" (line {})", change.line);
}

// Shows one change after another.
class ChangeView {
public:
    ChangeView(const plan::TablePlan& plan, Tense tense, const Painter& paint)
        : tense_(tense), paint_(paint) {
        constexpr std::size_t kWidest = 32;
        for (const Change& change : plan.changes) {
            width_ = std::max(width_, std::min(change.job.size(), kWidest));
        }
    }

    [[nodiscard]] std::string show(const Change& change) {
        std::string out = headline(change);
        if (!change.zone_words.empty()) {
            out += fmt::format("      {}\n",
                               paint_(Tone::quiet, safe(change.schedule + " in " + change.timezone +
                                                        " is " + change.zone_words)));
        }
        const bool only_goes =
            change.kind == plan::DriftKind::orphaned || change.kind == plan::DriftKind::duplicate;
        const auto wanted = only_goes ? plan::Wanted::left_out : plan::Wanted::shown;
        for (const plan::SignedLine& line : plan::told_lines(change, wanted)) {
            const Tone tone = change.acts() ? tone_of(line.sign) : Tone::plain;
            out += "      ";
            out += paint_(tone, fmt::format("{} {}", line.sign, printable(line.text)));
            out += '\n';
        }
        return out;
    }

    [[nodiscard]] std::string show_more(const plan::Listed& last) const {
        const Sign sign = sign_of(last.change->action);
        return fmt::format("  {} {:<{}}  {}: {}\n", paint_(sign.tone, sign.mark),
                           safe(last.change->job), width_,
                           paint_(Tone::strong, plan::to_string(last.change->kind)),
                           plan::more_like_these(last.more));
    }

private:
    std::string headline(const Change& change) {
        const Sign sign = sign_of(change.action);
        const std::string_view rollout = change.cause != plan::Cause::rollout || !change.acts() ? ""
                                         : tense_ == Tense::done ? ", rolled out"
                                                                 : ", to be rolled out";
        return fmt::format("  {} {:<{}}  {}: {}{}{}\n", paint_(sign.tone, sign.mark),
                           safe(change.job), width_,
                           paint_(Tone::strong, plan::to_string(change.kind)), reason_of(change),
                           place_of(change), rollout);
    }

    // Most often it is one reason for all.
    const std::string& reason_of(const Change& change) {
        if (change.reason != reason_) {
            reason_ = change.reason;
            shown_reason_ = safe_message(reason_);
        }
        return shown_reason_;
    }

    Tense tense_;
    const Painter& paint_;
    std::size_t width_ = 0;
    std::string reason_, shown_reason_;
};

std::string to_do(const plan::TablePlan& plan) {
    static constexpr std::array<std::pair<Action, std::string_view>, 7> kWords{
        {{Action::install, "to install"},
         {Action::replace, "to replace"},
         {Action::enable, "to enable"},
         {Action::remove, "to remove"},
         {Action::mark, "to mark"},
         {Action::report, "left alone"},
         {Action::hold, "held"}}};
    std::string words;
    for (const auto& [action, word] : kWords) {
        const auto count = std::count_if(
            plan.changes.begin(), plan.changes.end(),
            [wanted = action](const Change& change) { return change.action == wanted; });
        if (count > 0) {
            words += fmt::format("{}{} {}", words.empty() ? "" : ", ", count, word);
        }
    }
    return words;
}

std::string off_words(const plan::TablePlan& plan) {
    return plan.jobs_off == 0 ? ""
                              : fmt::format("; {} with `mode: off` not looked at",
                                            count_of(plan.jobs_off, "job", "jobs"));
}

std::string foreign_words(const plan::TablePlan& plan) {
    if (plan.foreign_lines == 0) {
        return "nothing else is in the table";
    }
    return fmt::format("{} of others ({}) {} untouched",
                       count_of(plan.foreign_lines, "line", "lines"),
                       count_of(plan.foreign_entries, "entry", "entries"),
                       plan.foreign_lines == 1 ? "stays" : "stay");
}

}  // namespace

std::string show_changes(const plan::TablePlan& plan, Tense tense, const Painter& paint) {
    ChangeView view{plan, tense, paint};
    std::string out;
    for (const plan::Listed& one :
         plan::list_changes(plan.changes, [](const Change&) { return true; })) {
        out += view.show(*one.change) + (one.more > 0 ? view.show_more(one) : "");
    }
    return out;
}

std::string show_hold(const store::Hold& hold, const std::string& resume, const Painter& paint) {
    return fmt::format(
        "  {} rolled back at {}: what that brought is left as it is.\n"
        "    To put the declaration back in force: {}\n"
        "    To keep it: change the declaration to say so.\n",
        paint(Tone::change, "held:"), to_string(hold.since), printable(resume));
}

std::string show_plan(const std::string& table, const plan::TablePlan& plan,
                      const std::optional<store::Hold>& hold, const std::string& resume,
                      const Painter& paint) {
    const std::string name = paint(Tone::strong, printable(table));
    std::string out;
    if (plan.in_sync()) {
        out =
            fmt::format("{}: {} ({}{}; {})\n", name, paint(Tone::good, "in sync"),
                        count_of(plan.declared_entries, "entry as declared", "entries as declared"),
                        off_words(plan), foreign_words(plan));
    } else if (plan.changes.empty()) {
        out = fmt::format("{}: {}; {}\n", name, paint(Tone::bad, kRefused), foreign_words(plan));
    } else {
        out = fmt::format("{}: {}; {}\n", name, paint(Tone::change, to_do(plan)),
                          foreign_words(plan));
        out += show_changes(plan, Tense::to_come, paint);
    }
    return hold ? out + show_hold(*hold, resume, paint) : out;
}

std::string show_text_diff(const std::string& before, const std::string& after,
                           const std::string& before_name, const std::string& after_name,
                           const Painter& paint) {
    const std::string diff =
        plan::unified_diff(redact_table(before), redact_table(after), {before_name, after_name});
    std::string out;
    for (const std::string_view line : split_lines(diff)) {
        const Tone tone = line.starts_with("+++") || line.starts_with("---") ? Tone::strong
                          : line.starts_with('@')                            ? Tone::quiet
                          : line.starts_with('+')                            ? Tone::good
                          : line.starts_with('-')                            ? Tone::bad
                                                                             : Tone::plain;
        out += paint(tone, printable(without_newline(line))) + "\n";
    }
    return out;
}

std::string show_diff(const std::string& table, const plan::TablePlan& plan, const Painter& paint) {
    const std::string name = printable(table);
    return show_text_diff(plan.before.text_or_empty(), plan.after,
                          plan.before.absent() ? "/dev/null" : name + " (as it stands)",
                          name + " (as declared)", paint);
}

std::string show_foreign(const plan::TablePlan& plan, const Painter& paint) {
    std::string out;
    for (const std::string& entry : plan.foreign) {
        out += "    " + paint(Tone::quiet, safe(entry)) + "\n";
    }
    return out.empty() ? out : "  entries of others:\n" + out;
}

}  // namespace cronmend::cli
