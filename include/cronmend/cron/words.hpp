// A schedule as a sentence that is right. Made from the masks, which are what cron goes by, so that
// junk and odd spellings are told as what cron really does with them. Pure.
#pragma once

#include <string>

#include "cronmend/cron/schedule.hpp"

namespace cronmend::cron {

// "At 03:00, on the 1st of the month and also on every Monday": one sentence in English (UTF-8)
// with a capital and without a full stop; hours from 00 to 23. "Never: no 30 February exists" for a
// schedule that never fires, with the first reason that there is.
//
// The sentence can be trusted to tell schedules apart: two that get the same words have the same
// meaning (same_meaning), but for two things it leaves out. `wildcard`, which matters only when the
// clock jumps; and all that is moot about a schedule that never fires. Of values that are drawn at
// random (Schedule::random) the sentence tells what they are drawn from.
[[nodiscard]] std::string in_words(const Schedule& schedule);

// True if there is no date and time, in any year, at which the schedule fires: a mask is empty, or
// its only dates are such as 30 February. True for @reboot, which is no matter of time.
[[nodiscard]] bool never_fires(const Schedule& schedule);

}  // namespace cronmend::cron
