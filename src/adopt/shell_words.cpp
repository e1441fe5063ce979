#include "shell_words.hpp"

#include <utility>

namespace cronmend::adopt {
namespace {

class Cutter {
public:
    explicit Cutter(std::string_view text) : text_(text) {}

    std::vector<Words> run() {
        while (at_ < text_.size()) {
            step();
        }
        end_command();
        return std::move(commands_);
    }

private:
    void step() {
        const char c = text_[at_];
        if (c == '\'' || c == '"') {
            quoted(c);
        } else if (c == '`') {
            copy_until('`');
        } else if (text_.substr(at_, 2) == "$(") {
            substitution();
        } else if (c == '\\' && at_ + 1 < text_.size()) {
            add(text_[at_ + 1]);
            at_ += 2;
        } else if (c == ' ' || c == '\t') {
            end_word();
            ++at_;
        } else if (c == '>' || c == '<') {
            redirection();
        } else if (c == ';' || c == '|' || c == '\n' || c == '(' || c == ')' || c == '&') {
            end_command();
            ++at_;
        } else {
            add(c);
            ++at_;
        }
    }

    void add(char c) {
        word_ += c;
        open_ = true;
    }

    void quoted(char quote) {
        open_ = true;
        for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
            if (text_[at_] == '\\' && quote == '"' && at_ + 1 < text_.size()) {
                ++at_;
            }
            add(text_[at_]);
        }
        ++at_;
    }

    void copy_until(char end) {
        add(text_[at_++]);
        while (at_ < text_.size() && text_[at_] != end) {
            add(text_[at_++]);
        }
        if (at_ < text_.size()) {
            add(text_[at_++]);
        }
    }

    void substitution() {
        int depth = 0;
        do {
            depth += text_[at_] == '(' ? 1 : text_[at_] == ')' ? -1 : 0;
            add(text_[at_++]);
        } while (at_ < text_.size() && (depth > 0 || text_[at_ - 1] == '$'));
    }

    // "2>&1", "> /dev/null", ">>file": with the word that names the file.
    void redirection() {
        if (!word_.empty() && word_.find_first_not_of("0123456789&") == std::string::npos) {
            word_.clear();
            open_ = false;
        }
        end_word();
        at_ = text_.find_first_not_of("<>&| \t", at_);
        at_ = at_ == std::string_view::npos ? text_.size() : at_;
        const std::size_t end = text_.find_first_of(" \t;|&()", at_);
        at_ = end == std::string_view::npos ? text_.size() : end;
    }

    void end_word() {
        if (open_) {
            words_.push_back(std::move(word_));
        }
        word_.clear();
        open_ = false;
    }

    void end_command() {
        end_word();
        if (!words_.empty()) {
            commands_.push_back(std::move(words_));
        }
        words_.clear();
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Words> commands_;
    Words words_;
    std::string word_;
    bool open_ = false;  // a word has begun, though it may be empty
};

}  // namespace

std::vector<Words> simple_commands(std::string_view command) {
    return Cutter{command}.run();
}

}  // namespace cronmend::adopt
