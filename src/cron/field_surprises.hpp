// What a cron makes of one time field that it takes, where that is not what stands there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cronmend/cron/surprise.hpp"

#include "profile.hpp"

namespace cronmend::cron::detail {

struct FieldSurprise {
    Surprise what;
    std::string_view about;  // a part of the field's text
    std::string words;
    std::string mend;
};

// `text` is a field that the profile's cron takes, the junk glued to it included.
[[nodiscard]] std::vector<FieldSurprise> field_surprises(const Profile& profile, FieldKind kind,
                                                         std::string_view text);

}  // namespace cronmend::cron::detail
