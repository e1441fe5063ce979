#include "survey.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <utility>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/command.hpp"

namespace cronmend::adopt {
namespace {

using cron::LineKind;

std::string_view without_return(std::string_view text) {
    return text.ends_with('\r') ? text.substr(0, text.size() - 1) : text;
}

std::string one_space_between(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t';
        if (!blank || !out.ends_with(' ')) {
            out += blank ? ' ' : c;
        }
    }
    return out;
}

// A comment's words, without its signs and ornaments; empty for a line that only separates.
std::string words_of(std::string_view comment) {
    constexpr std::string_view kOrnaments = "#=-*~_+ \t";
    const std::size_t start = comment.find_first_not_of(kOrnaments);
    if (start == std::string_view::npos) {
        return {};
    }
    // A dash at the end is an ornament if others began the line: one alone may be of the words.
    const bool ruled = comment.substr(0, start).find("--") != std::string_view::npos;
    const std::size_t end = comment.find_last_not_of(ruled ? kOrnaments : "#=*~_+ \t");
    std::string words{comment.substr(start, end + 1 - start)};
    for (char& c : words) {
        c = c == '\t' ? ' ' : c;
    }
    return words;
}

// "m h dom mon dow command", the heading that crontab's own template has above the entries.
bool is_heading(std::string_view words) {
    const std::string text = one_space_between(words);
    return text.starts_with("m h ") || text.starts_with("min hour ") ||
           text.starts_with("minute hour ");
}

class Surveyor {
public:
    explicit Surveyor(const cron::Crontab& table)
        : table_(table), assignments_(table.assignments()) {}

    std::vector<Sighting> run() {
        for (std::size_t i = 0; i < table_.lines().size(); ++i) {
            visit(i);
        }
        return std::move(found_);
    }

private:
    void visit(std::size_t line) {
        const std::string_view text = without_return(table_.text_of(line));
        switch (table_.lines()[line].kind) {
            case LineKind::blank:
                forget();
                break;
            case LineKind::comment:
                note_comment(text);
                break;
            case LineKind::marker:
                note_marker(text);
                break;
            case LineKind::environment:
                comments_.clear();  // they were about the variable
                marked_job_.clear();
                break;
            case LineKind::entry:
                if (const auto entry = cron::parse_entry(text, table_.flavour(), table_.form())) {
                    add(line, *entry, false);
                }
                forget();
                break;
            case LineKind::disabled_entry:
                if (const auto entry =
                        cron::parse_disabled_entry(text, table_.flavour(), table_.form())) {
                    add(line, *entry, true);
                }
                forget();
                break;
            case LineKind::invalid:
                forget();
                break;
        }
    }

    void forget() {
        comments_.clear();
        name_.reset();
        marked_job_.clear();
    }

    void note_marker(std::string_view text) {
        if (const auto marker = cron::parse_marker(text); marker && !marker->is_environment()) {
            marked_job_ = marker->job;
        }
    }

    void note_comment(std::string_view text) {
        marked_job_.clear();
        const auto keeper = read_keeper_comment(text);
        if (!keeper) {
            comments_.push_back(words_of(text));
            return;
        }
        switch (keeper->reach) {
            case KeeperComment::Reach::entry:
                name_ = keeper->keeper;
                return;
            case KeeperComment::Reach::block_start:
            case KeeperComment::Reach::rest:
                block_ = keeper->keeper;
                break;
            case KeeperComment::Reach::block_end:
                block_.reset();
                break;
        }
        comments_.clear();
    }

    void add(std::size_t line, const cron::Entry& entry, bool commented_out) {
        Sighting sighting;
        sighting.line = line;
        sighting.commented_out = commented_out;
        sighting.schedule = one_space_between(entry.schedule_text);
        sighting.when = entry.schedule;
        sighting.command = entry.command;
        sighting.user = entry.user;
        sighting.quiet = entry.quiet;
        take_environment(line, sighting);
        sighting.guarded =
            cron::parse_guarded(cron::decode_command(entry.command, table_.flavour()).shell);
        sighting.zone = zone_of(sighting);
        sighting.marked_job = marked_job_;
        sighting.keeper = keeper_of(sighting);
        describe(sighting);
        found_.push_back(std::move(sighting));
    }

    // The lines come in their order, so that what is in force is kept up as they do.
    void take_environment(std::size_t line, Sighting& sighting) {
        for (; next_ < assignments_.size() && assignments_[next_].line < line; ++next_) {
            const auto& [at, name, value] = assignments_[next_];
            (is_significant(name) ? significant_ : others_)
                .insert_or_assign(std::string{name}, std::string{value});
        }
        sighting.environment = significant_;
        sighting.more_variables = others_.size() > kMostVariables;
        const auto end = std::next(
            others_.begin(), static_cast<std::ptrdiff_t>(std::min(others_.size(), kMostVariables)));
        sighting.environment.insert(others_.begin(), end);
    }

    [[nodiscard]] bool is_significant(std::string_view name) const {
        const auto names = cron::significant_variables(table_.flavour());
        return std::find(names.begin(), names.end(), name) != names.end();
    }

    // @reboot has no times to be read in a zone.
    [[nodiscard]] std::optional<std::string> zone_of(const Sighting& sighting) const {
        if (sighting.guarded) {
            return sighting.guarded->guard.zone;
        }
        if (sighting.when.reboot) {
            return std::nullopt;
        }
        const auto zone = sighting.environment.find("CRON_TZ");
        const bool named =
            cron::honours_cron_tz(table_.flavour()) && zone != sighting.environment.end();
        return named ? zone->second : std::string{};
    }

    [[nodiscard]] Keeper keeper_of(const Sighting& sighting) const {
        if (name_ || block_) {
            return name_ ? *name_ : Keeper{block_->tool, {}, block_->name};
        }
        std::string_view panel = panel_in(sighting.command);
        if (const auto shell = sighting.environment.find("SHELL");
            panel.empty() && shell != sighting.environment.end()) {
            panel = panel_in(shell->second);
        }
        return {std::string{panel}, {}, {}};
    }

    // One line is what the entry is for. Several may be: they stay comments. Many are an
    // introduction to the table.
    void describe(Sighting& sighting) const {
        constexpr std::size_t kMostComments = 8;
        std::vector<std::string> words;
        for (const std::string& comment : comments_) {
            if (!comment.empty() && !comment.starts_with("HEADER: ")) {  // Puppet's, for the table
                words.push_back(comment);
            }
        }
        if (words.empty() || words.size() > kMostComments || is_heading(words.back())) {
            return;
        }
        const bool plain = is_utf8(words.front()) && !has_control_characters(words.front());
        if (words.size() == 1 && plain) {
            sighting.description = words.front();
        } else {
            sighting.comments = std::move(words);
        }
    }

    const cron::Crontab& table_;
    std::vector<cron::Crontab::SetVariable> assignments_;
    std::size_t next_ = 0;  // the first assignment that is not in force yet
    cron::Environment significant_, others_;
    std::vector<Sighting> found_;
    std::vector<std::string> comments_;  // right above, in their order
    std::optional<Keeper> name_;         // for the next entry
    std::optional<Keeper> block_;
    std::string marked_job_;
};

}  // namespace

std::vector<Sighting> survey(const cron::Crontab& table) {
    return Surveyor{table}.run();
}

}  // namespace cronmend::adopt
