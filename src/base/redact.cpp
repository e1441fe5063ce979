#include "cronmend/base/redact.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "char_set.hpp"
#include "cronmend/base/text.hpp"
#include "line_cursor.hpp"
#include "named_values.hpp"
#include "secret_options.hpp"
#include "secret_signs.hpp"

namespace cronmend {
namespace {

using detail::Awaited;
using detail::CharSet;
using detail::is_name_character;
using detail::is_quote;
using detail::kBlanks;
using detail::kListStops;
using detail::kWordStops;
using detail::LineCursor;
using detail::NameSign;
using detail::OptionValue;
using detail::ProgramOption;

// A program's name, or a word of SQL, out of what stands around it: /usr/bin/curl, $(curl, x|curl;
std::string_view bare_word(std::string_view word) {
    static constexpr CharSet kBehind{";&|)`\"'"};
    static constexpr CharSet kBefore{"/`(;|&\"'="};
    std::size_t end = word.size();
    while (end > 0 && kBehind.holds(word[end - 1])) {
        --end;
    }
    std::size_t start = end;
    while (start > 0 && !kBefore.holds(word[start - 1])) {
        --start;
    }
    return word.substr(start, end - start);
}

// Whether that is the word, in letters of any case.
bool is_word(std::string_view text, std::string_view lower) {
    return text.size() == lower.size() && (text.front() | 0x20) == lower.front() &&
           detail::plain_name(text) == lower;
}

bool is_option_character(char c) {
    return is_name_character(c) || c == '.';
}

bool is_assignment_alone(std::string_view line) {
    const std::size_t sign = line.find('=');
    return sign != std::string_view::npos && sign > 0 &&
           std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(sign),
                       is_name_character) &&
           line.front() != '-' && line.find_first_of(kBlanks) == std::string_view::npos;
}

// What openssl's -pass and the like have in a secret's place.
bool names_place(std::string_view word) {
    return word.starts_with("file:") || word.starts_with("env:") || word.starts_with("fd:") ||
           word == "stdin";
}

// Works through one line, word by word, and copies it with the secrets taken out.
class LineRedactor {
public:
    // `line` without its LF.
    explicit LineRedactor(std::string_view line) : line_{line}, cursor_{line} {}

    std::string run() {
        if (is_assignment_alone(line_)) {
            whole_value();
        }
        while (!cursor_.done()) {
            cursor_.copy_to(cursor_.blanks_end(at()));
            const std::size_t end = cursor_.word_end(at());
            if (end > at()) {
                word(end);
            }
        }
        return std::move(cursor_).take();
    }

private:
    [[nodiscard]] std::size_t at() const { return cursor_.at(); }

    void drop_value(std::string_view stops) { cursor_.drop_to(cursor_.value_end(stops)); }

    // No shell takes such a line apart: it sets a variable in a crontab, whatever the value holds.
    void whole_value() {
        const std::size_t sign = line_.find('=');
        if (detail::sign_of(line_.substr(0, sign)) == NameSign::sure) {
            cursor_.copy_to(sign + 1);
            cursor_.drop_to(line_.size());
        }
    }

    void word(std::size_t end) {
        const std::string_view text = line_.substr(at(), end - at());
        if (awaited_ != Awaited::nothing) {
            awaited(text, end);
            return;
        }
        if (text.size() <= 2 && text.find_first_not_of(";&|") == std::string_view::npos &&
            !cursor_.in_quote()) {
            options_.clear();  // another program begins
        }
        const std::size_t opening = std::min(text.find_first_not_of("\"'`("), text.size());
        if (opening > 0) {
            cursor_.copy_to(at() + opening);
        }
        if (at() < end) {
            opened_word(line_.substr(at(), end - at()), end);
        }
    }

    // A word behind the quotes in front of it.
    void opened_word(std::string_view text, std::size_t end) {
        if (!program_option(text) && !user_option(text) && !logon(text) && !piped_secret(text)) {
            ordinary(text, end);
        }
    }

    // -pVALUE and -p VALUE of the programs that the command has named so far.
    bool program_option(std::string_view text) {
        for (const ProgramOption* known : options_) {
            const std::size_t length = detail::length_of_option(*known, text);
            if (length == 0) {
                continue;
            }
            const std::size_t rest = text.find_first_not_of("\"'`)", length);
            if (known->apart && rest == std::string_view::npos) {
                option_ = *known;
                awaited_ = Awaited::option_value;
                cursor_.copy_to(at() + text.size());
                return true;
            }
            if (known->glued && rest != std::string_view::npos) {
                cursor_.copy_to(at() + length);
                option_value(*known);
                return true;
            }
        }
        return false;
    }

    // -u USER:SECRET of any program.
    bool user_option(std::string_view text) {
        static constexpr ProgramOption kUser{
            .program = {}, .option = "-u", .value = OptionValue::behind_colon};
        if (text.front() != '-') {
            return false;
        }
        const std::string_view bare = text.substr(0, text.find_first_of("\"'"));
        if (bare == "-u" || bare == "--user" || bare == "--proxy-user" || bare == "--auth") {
            option_ = kUser;
            awaited_ = Awaited::option_value;
            cursor_.copy_to(at() + text.size());
            return true;
        }
        for (const std::string_view front : {"--user=", "--proxy-user=", "--auth=", "-u"}) {
            if (text.starts_with(front)) {
                cursor_.copy_to(at() + front.size());
                option_value(kUser);
                return true;
            }
        }
        return false;
    }

    // The value of an option, which starts here.
    void option_value(const ProgramOption& option) {
        if (option.once) {
            options_.clear();
        }
        const std::size_t end = cursor_.value_end(kWordStops);
        const std::string_view value = line_.substr(at(), end - at());
        if (value.find("://") != std::string_view::npos) {
            awaited_ = detail::copy_named_values(cursor_, end);
            return;
        }
        const auto behind = [&](std::string_view sign) {
            const std::size_t found = value.find(sign);
            if (found == std::string_view::npos) {
                cursor_.copy_to(end);
            } else {
                drop_rest(at() + found + 1, end);
            }
        };
        switch (option.value) {
            case OptionValue::whole:
                cursor_.drop_to(end);
                break;
            case OptionValue::behind_colon:
                behind(":");
                break;
            case OptionValue::behind_comma:
                behind(",");
                break;
            case OptionValue::behind_percent:
                behind("%");
                break;
            case OptionValue::cookie:
                value.find('=') == std::string_view::npos ? cursor_.copy_to(end)
                                                          : cursor_.drop_to(end);
                break;
        }
    }

    // What of a value stands from `from` on; the quote around all of it stays.
    void drop_rest(std::size_t from, std::size_t end) {
        const bool was_open = cursor_.in_quote();
        cursor_.copy_to(from);
        const bool closes =
            !was_open && cursor_.in_quote() && is_quote(line_[end - 1]) && end - 1 >= from &&
            line_.substr(from, end - 1 - from).find(line_[end - 1]) == std::string_view::npos;
        cursor_.drop_to(closes ? end - 1 : end);
        cursor_.copy_to(end);
    }

    // USER/SECRET@DATABASE behind one of Oracle's programs.
    bool logon(std::string_view text) {
        const std::size_t slash = text.find('/');
        if (!takes_logon_ || slash == 0 || slash == std::string_view::npos ||
            !is_name_character(text.front()) || text.front() == '-') {
            return false;
        }
        takes_logon_ = false;
        cursor_.copy_to(at() + slash + 1);
        drop_value(" \t\n;&|@\"");
        return true;
    }

    // echo SECRET | program that reads it.
    bool piped_secret(std::string_view text) {
        const std::string_view program = bare_word(text);
        if (program != "echo" && program != "printf") {
            return false;
        }
        look_at_pipe();
        if (!pipe_reads_secret_) {
            return false;
        }
        cursor_.copy_to(cursor_.blanks_end(at() + text.size()));
        const std::size_t last = line_.find_last_not_of(kBlanks, pipe_ - 1) + 1;
        cursor_.drop_to(last);
        return true;
    }

    // Finds the end of this command, and what the next one reads if it is a pipe. Once for each
    // end: a line may hold a thousand words `echo` in front of it.
    void look_at_pipe() {
        if (pipe_ >= at() && pipe_ != 0) {
            return;
        }
        pipe_ = std::min(line_.find_first_of("|;", at()), line_.size());
        const std::string_view behind = line_.substr(std::min(pipe_ + 1, line_.size()));
        pipe_reads_secret_ = pipe_ < line_.size() && line_[pipe_] == '|' &&
                             detail::reads_secret(behind.substr(0, behind.find_first_of("|;&")));
    }

    // The word behind `--password`, `Bearer` or `PASSWORD =`.
    void awaited(std::string_view text, std::size_t end) {
        const std::string plain = detail::plain_name(text);
        if (plain == "=" || plain == ":" || plain == "bearer" || plain == "basic" ||
            (sets_password_ && plain == "password")) {
            cursor_.copy_to(end);
            return;
        }
        const Awaited what = std::exchange(awaited_, Awaited::nothing);
        const bool none =
            names_place(text) || (what == Awaited::weak_secret && !detail::may_be_secret(text));
        if (what == Awaited::option_value) {
            option_value(option_);
        } else if (text.starts_with('-')) {
            opened_word(text, end);
        } else if (none) {
            cursor_.copy_to(end);
        } else if (text.starts_with("pass:")) {  // openssl's
            cursor_.copy_to(at() + 5);
            drop_value(kWordStops);
        } else {
            drop_value(is_quote(text.front()) ? kListStops : kWordStops);
        }
    }

    void note_program(std::string_view program) {
        // Each once: a line of somebody else's may name a program a thousand times.
        const auto known = detail::options_of(program);
        if (!known.empty() &&
            std::find(options_.begin(), options_.end(), known.data()) == options_.end()) {
            for (const ProgramOption& option : known) {
                options_.push_back(&option);
            }
        }
        takes_logon_ = takes_logon_ || detail::takes_logon(program);
    }

    void ordinary(std::string_view text, std::size_t end) {
        const std::string_view bare = bare_word(text);
        note_program(bare);
        if (announces(text, bare, end)) {
            cursor_.copy_to(end);
        } else {
            awaited_ = detail::copy_named_values(cursor_, end);
        }
        previous_ = bare;
    }

    // Whether the next word is a secret; sets what is awaited.
    bool announces(std::string_view text, std::string_view bare, std::size_t end) {
        const bool is_password = is_word(bare, "password");
        const std::size_t dashes = std::min(text.find_first_not_of('-'), text.size());
        const std::string_view option = text.substr(dashes);
        const bool setting = (is_word(previous_, "set") && !is_password) || git_config(text);
        const NameSign sign = (dashes > 0 || setting) &&
                                      std::all_of(option.begin(), option.end(), is_option_character)
                                  ? detail::sign_of(option)
                                  : NameSign::none;
        sets_password_ = sets_password_ || is_word(bare, "identified") ||
                         (is_password && is_word(previous_, "set"));
        if ((sets_password_ && (is_word(bare, "by") || text == "=")) ||
            (is_word(bare.substr(bare.find(':') + 1), "bearer")) || sign == NameSign::sure ||
            (is_password && quote_is_next(end))) {
            awaited_ = Awaited::secret;
        } else if (sign == NameSign::weak && dashes > 0) {
            awaited_ = Awaited::weak_secret;
        }
        return awaited_ != Awaited::nothing;
    }

    [[nodiscard]] bool quote_is_next(std::size_t end) const {
        const std::size_t next = cursor_.blanks_end(end);
        return next < line_.size() && (is_quote(line_[next]) || line_.substr(next, 2) == "\\\"");
    }

    // `git config a.b.password VALUE`.
    [[nodiscard]] bool git_config(std::string_view text) const {
        return is_word(previous_, "config") && text.find('.') != std::string_view::npos;
    }

    std::string_view line_;
    LineCursor cursor_;
    Awaited awaited_ = Awaited::nothing;
    ProgramOption option_;  // whose value is awaited
    std::vector<const ProgramOption*> options_;
    std::size_t pipe_ = 0;  // where the command ends, as found last; 0: not looked for yet
    bool pipe_reads_secret_ = false;
    std::string_view previous_;   // the ordinary word before
    bool sets_password_ = false;  // SQL's IDENTIFIED or SET PASSWORD was there
    bool takes_logon_ = false;    // a program of Oracle's was named, and its logon is still to come
};

}  // namespace

std::string redact(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const std::string_view line : split_lines(text)) {
        const std::string_view bare = without_newline(line);
        out += detail::without_known_tokens(LineRedactor{bare}.run());
        out += line.substr(bare.size());
    }
    return out;
}

bool holds_secret(std::string_view text) {
    return redact(text) != text;
}

}  // namespace cronmend
