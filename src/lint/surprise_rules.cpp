// What a cron takes and then does otherwise than it reads: the cron room knows it, here it gets its
// codes and places.
#include "cronmend/cron/surprise.hpp"

#include "cronmend/cron/words.hpp"
#include "subject.hpp"

namespace cronmend::lint::detail {
namespace {

using cron::Surprise;

// Empty for what other rules tell, or is no fault.
std::string_view code_of(Surprise surprise) {
    switch (surprise) {
        case Surprise::junk_ignored:
        case Surprise::field_error_logged:
            return "junk";
        case Surprise::empty_range:
        case Surprise::range_wraps:
        case Surprise::range_cut:
            return "reversed-range";
        case Surprise::first_value_only:
            return "big-step";
        case Surprise::number_wraps:
        case Surprise::month_zero:
        case Surprise::wrong_month:
        case Surprise::crashes_daemon:
        case Surprise::weekly_is_monday:
        case Surprise::word_for_systemd:
            return "odd-time";
        case Surprise::percent_literal:
        case Surprise::hash_cuts_command:
        case Surprise::joins_next_line:
        case Surprise::blanks_collapse:
            return "odd-command";
        case Surprise::variable_ignored:
            return "ignored-variable";
        case Surprise::both_days_must_match:
        case Surprise::zone_ignored:
        case Surprise::carriage_return:
        case Surprise::drawn_at_random:
        case Surprise::quiet_entry:
            break;
    }
    return {};
}

// A % that is nothing but a % is no fault, unless it was escaped for another cron.
bool is_harmless(const cron::Finding& finding, std::string_view text) {
    return finding.what == Surprise::percent_literal &&
           (finding.offset == 0 || text[finding.offset - 1] != '\\');
}

template <class PlaceOf>
bool report_all(const std::vector<cron::Finding>& findings, std::string_view text, PlaceOf place_of,
                SourceReport& report) {
    bool empty = false;
    for (const cron::Finding& each : findings) {
        empty = empty || each.what == Surprise::empty_range;
        const std::string_view code = code_of(each.what);
        if (!code.empty() && !is_harmless(each, text)) {
            report.add(code, place_of(each.offset), each.words, each.mend);
        }
    }
    return empty;
}

}  // namespace

bool check_surprises(const Surroundings& around, std::string_view line, cron::TableForm form,
                     std::size_t number, SourceReport& report) {
    return report_all(
        cron::line_surprises(line, around.flavour(), form), line,
        [&](std::size_t offset) {
            return Place{number, column_of(line, offset)};
        },
        report);
}

bool check_surprises(const Surroundings& around, const ScheduleSubject& subject,
                     SourceReport& report) {
    const bool never = cron::never_fires(*subject.schedule) && !subject.schedule->reboot;
    std::vector<cron::Finding> findings = cron::schedule_surprises(subject.text, around.flavour());
    if (never) {  // told, in the words of the reader of declarations
        std::erase_if(findings,
                      [](const cron::Finding& each) { return each.what == Surprise::empty_range; });
    }
    return report_all(
        findings, subject.text, [&](std::size_t) { return subject.at; }, report);
}

}  // namespace cronmend::lint::detail
