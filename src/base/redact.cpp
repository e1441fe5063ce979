#include "cronmend/base/redact.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "command_words.hpp"
#include "cronmend/base/char_set.hpp"
#include "cronmend/base/text.hpp"
#include "line_cursor.hpp"
#include "named_values.hpp"
#include "option_value.hpp"
#include "secret_operands.hpp"
#include "secret_options.hpp"
#include "secret_signs.hpp"

namespace cronmend {
namespace {

using detail::Awaited;
using detail::bare_word;
using detail::is_name_character;
using detail::is_quote;
using detail::is_word;
using detail::kBlanks;
using detail::kListStops;
using detail::kWordStops;
using detail::last_line;
using detail::LineCursor;
using detail::NameSign;
using detail::ProgramOption;
using detail::Wording;

// Works through one line, word by word, and copies it with the secrets taken out.
class LineRedactor {
public:
    // `line` without its LF.
    LineRedactor(std::string_view line, Wording wording)
        : line_{line}, wording_{wording}, cursor_{line} {}

    std::string run() {
        if (detail::is_assignment(line_) &&
            (wording_ == Wording::table ||
             line_.find_first_of(kBlanks) == std::string_view::npos)) {
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
        const bool parts = detail::parts_commands(text);
        if (parts && !cursor_.in_quote()) {
            options_.clear();  // another program begins
        }
        if (parts) {
            new_command();
        } else if (operand_secret(text) || here_string(text)) {
            return;
        }
        const std::size_t opening = std::min(kOpenings.find_other(text), text.size());
        if (opening > 0) {
            cursor_.copy_to(at() + opening);
        }
        if (at() < end) {
            opened_word(line_.substr(at(), end - at()), end);
        }
        if (kCommandEnds.holds(text.back())) {
            new_command();
        }
    }

    void new_command() {
        operands_.restart();
        takes_settings_ = false;
    }

    // htpasswd -b FILE USER SECRET.
    bool operand_secret(std::string_view text) {
        if (!operands_.watches() || !operands_.is_secret(text)) {
            return false;
        }
        drop_value(kWordStops);
        return true;
    }

    // kinit <<< SECRET, read -r PASSWORD <<< SECRET.
    bool here_string(std::string_view text) {
        const std::size_t sign = has_here_string_ ? text.find("<<<") : std::string_view::npos;
        if (sign == std::string_view::npos) {
            return false;
        }
        look_at_command();
        const std::string_view name = sign > 0 ? text.substr(0, sign) : previous_;
        if (!reads_secret_ && detail::sign_of(name) != NameSign::sure) {
            return false;
        }
        cursor_.copy_to(cursor_.blanks_end(at() + sign + 3));
        drop_value(kWordStops);
        return true;
    }

    // A word behind the quotes in front of it.
    void opened_word(std::string_view text, std::size_t end) {
        if (program_option(text) || user_option(text) || logon(text)) {
            return;
        }
        const std::string_view bare = bare_word(text);
        if (!piped_secret(text, bare)) {
            ordinary(text, bare, end);
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
        const std::size_t length = detail::length_of_user_option(text);
        if (length == 0) {
            return false;
        }
        cursor_.copy_to(at() + length);
        if (length == text.size()) {
            option_ = detail::kUserOption;
            awaited_ = Awaited::option_value;
        } else {
            option_value(detail::kUserOption);
        }
        return true;
    }

    // The value of an option, which starts here.
    void option_value(const ProgramOption& option) {
        if (option.once) {
            options_.clear();
        }
        awaited_ = detail::copy_option_value(cursor_, option, wording_);
    }

    // USER/SECRET@DATABASE behind one of Oracle's programs.
    bool logon(std::string_view text) {
        const std::size_t slash = takes_logon_ ? text.find('/') : std::string_view::npos;
        if (slash == 0 || slash == std::string_view::npos || !is_name_character(text.front()) ||
            text.front() == '-') {
            return false;
        }
        takes_logon_ = false;
        cursor_.copy_to(at() + slash + 1);
        drop_value(" \t\n;&|@\"");
        return true;
    }

    // echo SECRET | program that reads it.
    bool piped_secret(std::string_view text, std::string_view program) {
        if (program != "echo" && program != "printf") {
            return false;
        }
        look_at_command();
        if (!pipe_reads_secret_) {
            return false;
        }
        cursor_.copy_to(cursor_.blanks_end(at() + text.size()));
        const std::size_t last = line_.find_last_not_of(kBlanks, command_end_ - 1) + 1;
        cursor_.drop_to(last);
        return true;
    }

    // Finds the end of this command, whether it reads a secret, and whether the next one does if
    // this ends in a pipe. Once for each end: a line may hold a thousand words `echo` in front of
    // it.
    void look_at_command() {
        if (command_end_ >= at() && command_end_ != 0) {
            return;
        }
        command_end_ = std::min(line_.find_first_of("|;", at()), line_.size());
        const std::size_t start = line_.substr(0, at()).find_last_of("|;&") + 1;
        reads_secret_ = detail::reads_secret(line_.substr(start, command_end_ - start));
        const std::string_view behind = line_.substr(std::min(command_end_ + 1, line_.size()));
        pipe_reads_secret_ = command_end_ < line_.size() && line_[command_end_] == '|' &&
                             detail::reads_secret(behind.substr(0, behind.find_first_of("|;&")));
    }

    // The word behind `--password`, `Bearer` or `PASSWORD =`.
    void awaited(std::string_view text, std::size_t end) {
        const std::string plain = detail::plain_name(text);
        if (plain == "=" || plain == ":" || text == "--" || plain == "bearer" || plain == "basic" ||
            (sets_password_ && plain == "password")) {
            cursor_.copy_to(end);
            return;
        }
        const Awaited what = std::exchange(awaited_, Awaited::nothing);
        operands_.pass_value();
        const bool none = detail::names_place(text) ||
                          (what == Awaited::weak_secret && !detail::may_be_secret(text));
        if (what == Awaited::option_value) {
            option_value(option_);
        } else if (what == Awaited::command) {
            detail::drop_printed(cursor_);
            if (at() + text.size() == end) {
                word(end);
            }
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
        takes_settings_ = takes_settings_ || detail::takes_settings(previous_, program);
        operands_.look_at_program(program);
    }

    void ordinary(std::string_view text, std::string_view bare, std::size_t end) {
        note_program(bare);
        if (announces(text, bare, end)) {
            cursor_.copy_to(end);
        } else {
            awaited_ = detail::copy_named_values(cursor_, end, wording_);
        }
        before_previous_ = previous_;
        previous_ = bare;
    }

    // Whether the next word is a secret; sets what is awaited.
    bool announces(std::string_view text, std::string_view bare, std::size_t end) {
        const bool is_password = is_word(bare, "password");
        const std::size_t dashes = std::min(text.find_first_not_of('-'), text.size());
        const std::string_view option = text.substr(dashes);
        const bool setting = is_setting(text, is_password);
        const NameSign sign = (dashes > 0 || setting) && detail::is_option_name(option)
                                  ? detail::sign_of(option)
                                  : NameSign::none;
        sets_password_ = sets_password_ || is_word(bare, "identified") ||
                         (is_password && is_word(previous_, "set"));
        if ((sets_password_ && (is_word(bare, "by") || text == "=")) ||
            (is_word(bare.substr(bare.find(':') + 1), "bearer")) || sign == NameSign::sure ||
            (is_password && quote_is_next(end)) || netrc_password(bare)) {
            awaited_ = Awaited::secret;
        } else if (sign == NameSign::prints && dashes > 0) {
            awaited_ = Awaited::command;
        } else if (sign == NameSign::weak && dashes > 0) {
            awaited_ = Awaited::weak_secret;
        }
        return awaited_ != Awaited::nothing;
    }

    [[nodiscard]] bool quote_is_next(std::size_t end) const {
        const std::size_t next = cursor_.blanks_end(end);
        return next < line_.size() && (is_quote(line_[next]) || line_.substr(next, 2) == "\\\"");
    }

    // A name in front of its value: `set token VALUE`, `git config a.b.password VALUE`, `rclone
    // config create NAME KIND pass VALUE`.
    [[nodiscard]] bool is_setting(std::string_view text, bool is_password) const {
        if (is_word(previous_, "set")) {
            return !is_password && wording_ != Wording::ours;
        }
        if (is_word(previous_, "config")) {
            return text.find('.') != std::string_view::npos;
        }
        return takes_settings_ && previous_ != "create" && previous_ != "update" &&
               previous_ != "password";
    }

    // `login USER password VALUE`, as .netrc has it, in one line or behind \n or cron's %.
    [[nodiscard]] bool netrc_password(std::string_view bare) const {
        if (!bare.ends_with("password") || last_line(bare) != "password") {
            return false;
        }
        const auto opens = [&](std::string_view word) {
            const std::string_view name = last_line(word);
            return name == "login" || name == "machine";
        };
        return opens(previous_) || opens(before_previous_);
    }

    static constexpr CharSet kCommandEnds{";&|"};
    static constexpr CharSet kOpenings{"\"'`("};

    std::string_view line_;
    Wording wording_;
    LineCursor cursor_;
    bool has_here_string_ = line_.find("<<<") != std::string_view::npos;
    Awaited awaited_ = Awaited::nothing;
    ProgramOption option_;  // whose value is awaited
    std::vector<const ProgramOption*> options_;
    detail::OperandWatch operands_;
    std::size_t command_end_ = 0;                  // as found last; 0: not looked for yet
    bool reads_secret_ = false;                    // the command that ends there
    bool pipe_reads_secret_ = false;               // the one that it is piped into
    std::string_view previous_, before_previous_;  // the ordinary words before
    bool takes_settings_ = false;                  // what follows are names and their values
    bool sets_password_ = false;                   // SQL's IDENTIFIED or SET PASSWORD was there
    bool takes_logon_ = false;  // a program of Oracle's was named, and its logon is still to come
};

std::string redacted_line(std::string_view line, Wording wording) {
    const std::size_t input = detail::secret_input(line);
    if (input == std::string_view::npos) {
        return LineRedactor{line, wording}.run();
    }
    return LineRedactor{line.substr(0, input), wording}.run() + "%[redacted]";
}

std::string redacted(std::string_view text, Wording wording) {
    std::string out;
    out.reserve(text.size());
    for (const std::string_view line : split_lines(text)) {
        const std::string_view bare = without_newline(line);
        out += detail::without_known_tokens(redacted_line(bare, wording));
        out += line.substr(bare.size());
    }
    return out;
}

}  // namespace

std::string redact(std::string_view text) {
    return redacted(text, Wording::foreign);
}

std::string redact_table(std::string_view text) {
    return redacted(text, Wording::table);
}

std::string redact_message(std::string_view text) {
    return redacted(text, Wording::ours);
}

bool reads_secret_input(std::string_view command) {
    return detail::is_handed_secret(command);
}

bool holds_secret(std::string_view text) {
    return redact(text) != text;
}

}  // namespace cronmend
