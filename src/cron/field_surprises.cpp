#include "field_surprises.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <optional>

#include "bytes.hpp"
#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::cron::detail {

namespace {

// A member of the list, by its form: "5", "*", "5-9", with "/2" behind it; what is left is junk.
struct WrittenMember {
    std::string_view text;  // without the junk
    std::string_view first, last, step;
    bool star = false;
    bool range = false;
    const char* rest = nullptr;
};

std::string_view alphanumerics(const char* at, const char* end) {
    const char* stop = at;
    while (stop != end && is(kAlphanumeric, *stop)) {
        ++stop;
    }
    return view(at, stop);
}

WrittenMember read_written_member(const char* begin, const char* end) {
    WrittenMember member;
    const char* at = begin;
    const auto word = [&](std::string_view& into) {
        into = alphanumerics(at, end);
        at += into.size();
    };
    if (at != end && *at == '*') {
        member.star = true;
        ++at;
    } else {
        word(member.first);
        member.range = at != end && *at == '-';
        if (member.range) {
            ++at;
            word(member.last);
        }
    }
    const bool stepped = at != end && *at == '/';
    if (stepped) {
        ++at;
        word(member.step);
    }
    member.text = view(begin, at);
    member.rest = at;
    return member;
}

// A number or a name as Debian's cron reads it.
std::optional<int> value_of(FieldKind kind, std::string_view word) {
    const Token token = scan_token(spec_of(kind), word.data(), word.data() + word.size());
    return token.why == Why::none ? std::optional(token.value) : std::nullopt;
}

std::string shortened(std::string_view text) {
    constexpr std::size_t kMost = 40;
    const std::string shown = redact(text.substr(0, 10 * kMost));
    return fmt::format("\"{}{}\"", printable(shown.substr(0, kMost)),
                       shown.size() > kMost ? "…" : "");
}

// "every value", "no value", "0, 15 and 45".
std::string values_in_words(std::uint64_t values, FieldKind kind) {
    constexpr int kMostListed = 8;
    const FieldSpec& spec = spec_of(kind);
    const int all = kind == FieldKind::day_of_week ? 7 : spec.high - spec.low + 1;
    const int count = std::popcount(values);
    if (count == 0 || count >= all) {
        return count == 0 ? "no value at all" : "every value";
    }
    if (count > kMostListed) {
        return fmt::format("{} values", count);
    }
    std::string text;
    int left = count;
    for (int value = 0; value < 64; ++value) {
        if (((values >> value) & 1) != 0) {
            --left;
            text += std::to_string(value);
            text += left == 0 ? "" : left == 1 ? " and " : ", ";
        }
    }
    return text;
}

class Reader {
public:
    Reader(const Profile& profile, FieldKind kind, std::string_view text)
        : profile_(profile),
          kind_(kind),
          text_(text),
          scan_(profile.scan_field(kind, text.data(), text.data() + text.size())) {}

    std::vector<FieldSurprise> read() {
        const char* at = text_.data();
        const char* end = at + text_.size();
        if (scan_.random) {
            add(Surprise::drawn_at_random, text_,
                fmt::format("{} draws a value each time it loads the table", profile_.program),
                "write a number to have the same time always");
            return std::move(found_);
        }
        if (scan_.faulty) {
            report_error();
            return std::move(found_);
        }
        for (;;) {
            const WrittenMember member = read_written_member(at, end);
            look_at(member);
            if (member.rest == end) {
                break;
            }
            if (*member.rest != ',') {
                look_at_junk(member.rest, end);
                break;
            }
            at = member.rest + 1;
        }
        return std::move(found_);
    }

private:
    void add(Surprise what, std::string_view about, std::string words, std::string mend = {}) {
        found_.push_back({what, about, std::move(words), std::move(mend)});
    }

    void report_error() {
        std::uint64_t values = scan_.values;
        if (kind_ == FieldKind::day_of_month) {
            values &= ~std::uint64_t{1};  // busybox has a day 0
        }
        add(Surprise::field_error_logged, text_,
            fmt::format("{} complains of {} in its log and goes by {}", profile_.program,
                        shortened(text_), values_in_words(values, kind_)),
            kind_ == FieldKind::day_of_week && text_.find('7') != std::string_view::npos
                ? "write 0 for Sunday"
                : "write values that the field has");
    }

    void look_at_junk(const char* at, const char* end) {
        if (profile_.flavour != Flavour::debian) {
            return;
        }
        const std::string_view junk = view(at, end);
        const std::string_view kept = view(text_.data(), at);
        add(Surprise::junk_ignored, junk,
            fmt::format("{} is read as {}: what follows is ignored", shortened(text_),
                        shortened(kept)),
            junk.front() == '~' ? "cron here knows no ~; write a number" : "take the rest out");
    }

    void look_at(const WrittenMember& member) {
        look_at_numbers(member);
        if (profile_.flavour == Flavour::systemd_cron) {
            look_at_slice(member);
            return;
        }
        if (member.range) {
            look_at_range(member);
        }
        look_at_step(member);
        if (profile_.flavour == Flavour::busybox && kind_ == FieldKind::month &&
            scan_.spilled != 0 && member.first == "0") {
            add(Surprise::month_zero, member.text,
                "busybox crond counts months from 1, and makes a Saturday of month 0",
                "write 1 for January");
        }
    }

    void look_at_numbers(const WrittenMember& member) {
        if (profile_.flavour == Flavour::systemd_cron) {
            return;
        }
        for (const std::string_view word : {member.first, member.last, member.step}) {
            constexpr std::size_t kSureDigits = 9;
            const std::size_t digits =
                word.size() - std::min(word.find_first_not_of('0'), word.size());
            const std::optional<int> value = value_of(kind_, word);
            if (digits > kSureDigits && value &&
                std::to_string(*value) != word.substr(word.size() - digits)) {
                add(Surprise::number_wraps, word,
                    fmt::format("cron keeps 32 bits of the number: {} is {}", shortened(word),
                                *value),
                    "write the number itself");
            }
        }
    }

    void look_at_range(const WrittenMember& member) {
        const auto first = value_of(kind_, member.first);
        const auto last = value_of(kind_, member.last);
        if (!first || !last || *first <= *last) {
            return;
        }
        const FieldSpec& spec = spec_of(kind_);
        const int high = kind_ == FieldKind::day_of_week ? 6 : spec.high;
        std::string mend = *first > high
                               ? std::string{}
                               : fmt::format("write {}-{},{}-{}", *first, high, spec.low, *last);
        if (profile_.flavour == Flavour::busybox) {
            add(Surprise::range_wraps, member.text,
                fmt::format("{} goes on over the end of the field; to other crons it is empty",
                            shortened(member.text)),
                std::move(mend));
        } else {
            add(Surprise::empty_range, member.text,
                fmt::format("{} matches nothing: it ends before it starts", shortened(member.text)),
                std::move(mend));
        }
    }

    void look_at_step(const WrittenMember& member) {
        if (member.step.empty()) {
            return;
        }
        const FieldSpec& spec = spec_of(kind_);
        const bool single = !member.star && !member.range;
        const auto first = member.star ? std::optional(spec.low) : value_of(kind_, member.first);
        const auto last = member.star    ? std::optional(spec.high)
                          : member.range ? value_of(kind_, member.last)
                                         : first;
        const auto step = value_of(FieldKind::minute, member.step);
        if (!first || !last || !step || *last < *first || (*step > 0 && *step <= *last - *first)) {
            return;
        }
        // A step of 1 over a range of one value is what it says.
        if (!single && *step == 1) {
            return;
        }
        add(Surprise::first_value_only, member.text,
            fmt::format("{} is {} alone", shortened(member.text), *first),
            single ? fmt::format("write {}-{}/{} for a range", *first, spec.high, *step)
                   : fmt::format("write {}", *first));
    }

    // systemd-cron cuts ranges to the field, and has no October among its names.
    void look_at_slice(const WrittenMember& member) {
        const FieldSpec& spec = spec_of(kind_);
        for (const std::string_view word : {member.first, member.last}) {
            if (kind_ == FieldKind::month && word.size() >= 3 && !is(kDigit, word.front()) &&
                (word.front() | 0x20) != 'j') {
                look_at_month(word);
            }
        }
        const auto last = value_of(kind_, member.last);
        if (member.range && last && *last > spec.high) {
            add(Surprise::range_cut, member.text,
                fmt::format("systemd-cron 1.15 ends {} at {}", shortened(member.text), spec.high),
                fmt::format("write {}-{}", member.first, spec.high));
        }
        if (kind_ == FieldKind::day_of_week && member.range && last && *last == 7) {
            add(Surprise::range_cut, member.text,
                fmt::format("systemd-cron 1.15 takes 7 for 0, so that {} is {}",
                            shortened(member.text), values_in_words(scan_.values, kind_)),
                "write 0 for Sunday, apart from the range");
        }
    }

    void look_at_month(std::string_view word) {
        const char letter = static_cast<char>(word.front() | 0x20);
        if (letter != 'n' && letter != 'd') {
            return;
        }
        add(Surprise::wrong_month, word,
            fmt::format("systemd-cron 1.15 takes {} for {}; version 2 refuses it", shortened(word),
                        letter == 'n' ? "October" : "November"),
            letter == 'n' ? "write 11" : "write 12");
    }

    const Profile& profile_;
    FieldKind kind_;
    std::string_view text_;
    FieldScan scan_;
    std::vector<FieldSurprise> found_;
};

}  // namespace

std::vector<FieldSurprise> field_surprises(const Profile& profile, FieldKind kind,
                                           std::string_view text) {
    return Reader(profile, kind, text).read();
}

}  // namespace cronmend::cron::detail
