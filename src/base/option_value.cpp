#include "option_value.hpp"

#include "secret_signs.hpp"

namespace cronmend::detail {

std::size_t length_of_user_option(std::string_view word) {
    if (word.front() != '-') {
        return 0;
    }
    const std::string_view bare = word.substr(0, word.find_first_of("\"'"));
    const bool alone = word.find_first_not_of("\"'", bare.size()) == std::string_view::npos;
    if (alone && (bare == "-u" || bare == "--user" || bare == "--proxy-user" || bare == "--auth")) {
        return word.size();
    }
    for (const std::string_view front : {"--user=", "--proxy-user=", "--auth=", "-u"}) {
        if (word.starts_with(front)) {
            return front.size();
        }
    }
    return 0;
}

Awaited copy_option_value(LineCursor& cursor, const ProgramOption& option, Wording wording) {
    const std::size_t start = cursor.at();
    const std::size_t end = cursor.value_end(kWordStops);
    const std::string_view value = cursor.line().substr(start, end - start);
    if (value.find("://") != std::string_view::npos) {
        return copy_named_values(cursor, end, wording);
    }
    const auto drop_if = [&](bool secret) { secret ? cursor.drop_to(end) : cursor.copy_to(end); };
    const auto drop_behind = [&](char sign) {
        const std::size_t found = value.find(sign);
        found == std::string_view::npos ? cursor.copy_to(end)
                                        : cursor.drop_rest(start + found + 1, end);
    };
    switch (option.value) {
        case OptionValue::whole:
            cursor.drop_to(end);
            break;
        case OptionValue::behind_colon:
            drop_behind(':');
            break;
        case OptionValue::behind_comma:
            drop_behind(',');
            break;
        case OptionValue::behind_percent:
            drop_behind('%');
            break;
        case OptionValue::cookie:
            drop_if(value.find('=') != std::string_view::npos);
            break;
        case OptionValue::answer:
            drop_if(may_be_secret(value.substr(0, value.find('\\'))));
            break;
    }
    return Awaited::nothing;
}

}  // namespace cronmend::detail
