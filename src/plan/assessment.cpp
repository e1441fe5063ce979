#include "assessment.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "cronmend/cron/marker.hpp"
#include "slot.hpp"

namespace cronmend::plan {

namespace {

// True for a job that this record or this declaration has, or had.
bool is_known(const TableInput& input, std::string_view job) {
    return std::any_of(
               input.jobs.begin(), input.jobs.end(),
               [&](const desired::Job& one) { return one.id == job || one.renamed_from == job; }) ||
           std::any_of(input.last_applied.begin(), input.last_applied.end(),
                       [&](const AppliedEntry& one) { return one.job == job; }) ||
           std::any_of(input.retired.begin(), input.retired.end(),
                       [&](const RetiredJob& one) { return one.job == job; });
}

// Those of jobs that nobody knows here may be another record's, and stay its lines.
void leave_markers_of_others(const TableInput& input, Reading& reading) {
    const auto is_anothers = [&](std::size_t line) {
        const auto marker = cron::parse_marker(reading.table.text_of(line));
        return marker && !marker->is_environment() && !is_known(input, marker->job);
    };
    auto& loose = reading.loose_markers;
    loose.erase(std::remove_if(loose.begin(), loose.end(), is_anothers), loose.end());
}

Assessment read_and_match(const TableInput& input, std::vector<Slot> slots, std::string text) {
    Assessment assessment{read_table(std::move(text), input.flavour, input.form), {}, {}};
    leave_markers_of_others(input, assessment.reading);
    assessment.matching = match(input, assessment.reading, std::move(slots));
    return assessment;
}

}  // namespace

Result<Assessment> assess(const TableInput& input, Damage damage) {
    auto slots = make_slots(input);
    if (!slots) {
        return unexpected(slots.error());
    }
    Assessment assessment =
        read_and_match(input, std::move(*slots), input.observed.text_or_empty());
    Diagnostics remarks =
        find_block_damage(input, assessment.matching.slots, damage, assessment.reading);
    assessment.judgement = judge(input, assessment.reading, assessment.matching);
    std::move(remarks.begin(), remarks.end(), std::back_inserter(assessment.judgement.diagnostics));
    if (auto fit = check_lines(input, assessment.reading, assessment.matching.slots); !fit) {
        return unexpected(fit.error());
    }
    return assessment;
}

Assessment assess_again(const TableInput& input, const Assessment& known, std::string text) {
    std::vector<Slot> slots = known.matching.slots;
    for (Slot& slot : slots) {
        slot.entry.reset();
        slot.as_written = false;
    }
    Assessment assessment = read_and_match(input, std::move(slots), std::move(text));
    assessment.judgement = judge(input, assessment.reading, assessment.matching);
    return assessment;
}

cron::Environment significant_environment(const cron::Crontab& table, std::size_t line) {
    cron::Environment environment;
    for (const std::string_view name : cron::significant_variables(table.flavour())) {
        if (const auto value = table.value_at(line, name)) {
            environment.emplace(name, *value);
        }
    }
    return environment;
}

std::vector<Bystander> bystanders_of(const TableInput& input, const Assessment& assessment,
                                     const cron::Environment& presumed) {
    return bystanders(input, assessment.reading, assessment.matching, assessment.judgement,
                      presumed);
}

}  // namespace cronmend::plan
