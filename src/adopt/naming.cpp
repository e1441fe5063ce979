#include "naming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/marker.hpp"
#include "shell_words.hpp"

namespace cronmend::adopt {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// What prepares for the command that is meant.
constexpr std::array<std::string_view, 20> kPreparing{
    "cd",   "test", "[",  "[[",   "sleep", "export", ".",    "source", "set", "umask",
    "true", ":",    "if", "then", "else",  "fi",     "exit", "while",  "do",  "done"};

// Programs that run another one: how many words of their own they take beside options, and which
// options take a value.
struct Wrapper {
    std::string_view name;
    std::size_t words;
    std::string_view valued;  // letters of options whose value is the next word
};
constexpr std::array<Wrapper, 19> kWrappers{{{"env", 0, "uSC"},
                                             {"nice", 0, "n"},
                                             {"ionice", 0, "cnp"},
                                             {"nohup", 0, ""},
                                             {"time", 0, "fo"},
                                             {"timeout", 1, "ks"},
                                             {"flock", 1, "wE"},
                                             {"chronic", 0, ""},
                                             {"cronic", 0, ""},
                                             {"setsid", 0, ""},
                                             {"sudo", 0, "ugCpr"},
                                             {"runuser", 0, "ug"},
                                             {"exec", 0, "a"},
                                             {"command", 0, ""},
                                             {"systemd-cat", 0, "tp"},
                                             {"chpst", 0, "ueU"},
                                             {"setlock", 1, ""},
                                             {"then", 0, ""},
                                             {"!", 0, ""}}};

constexpr std::array<std::string_view, 12> kShells{"sh", "bash", "dash", "ksh",  "zsh",  "ash",
                                                   "su", "tcsh", "csh",  "mksh", "fish", "rbash"};
constexpr std::array<std::string_view, 10> kInterpreters{
    "php", "python", "perl", "ruby", "node", "java", "lua", "bundle", "rscript", "tclsh"};
constexpr std::array<std::string_view, 4> kTellingNothing{"--quiet", "--silent", "--verbose",
                                                          "--no-progress"};
// Scripts that have these names in every project.
constexpr std::array<std::string_view, 9> kCommonNames{
    "cron", "cronjob", "run", "main", "index", "script", "job", "update", "crontab"};
constexpr std::array<std::string_view, 34> kCommonFolders{
    "bin",   "sbin", "scripts", "script",   "current", "public",  "public_html",
    "www",   "html", "htdocs",  "httpdocs", "web",     "app",     "src",
    "tools", "cron", "crons",   "usr",      "local",   "opt",     "srv",
    "home",  "var",  "root",    "etc",      "lib",     "libexec", "share",
    "venv",  "env",  "admin",   "cli",      "private", "releases"};

std::string_view last_component(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) {
        path.remove_suffix(1);
    }
    return path.substr(path.rfind('/') + 1);
}

std::string without_extension(std::string_view file) {
    constexpr std::array<std::string_view, 13> kExtensions{".sh",  ".py",  ".pl",   ".php",  ".rb",
                                                           ".js",  ".jar", ".bash", ".phar", ".cgi",
                                                           ".ksh", ".lua", ".mjs"};
    for (const std::string_view extension : kExtensions) {
        if (file.size() > extension.size() && file.ends_with(extension)) {
            file.remove_suffix(extension.size());
            break;
        }
    }
    return std::string{file};
}

// "php8.2" and "python3" as "php" and "python".
std::string_view without_version(std::string_view program) {
    return program.substr(0, program.find_last_not_of("0123456789.-") + 1);
}

// The nearest folder above a file whose name is not that of any folder.
std::string telling_folder(std::string_view path) {
    std::size_t end = path.rfind('/');
    while (end != std::string_view::npos && end > 0) {
        const std::string_view above = path.substr(0, end);
        const std::string_view name = last_component(above);
        if (!is_one_of(name, kCommonFolders) && !slug(name).empty()) {
            return slug(name);
        }
        end = above.rfind('/');
    }
    return {};
}

bool is_assignment(std::string_view word) {
    const std::size_t equals = word.find('=');
    return equals != std::string_view::npos && equals > 0 &&
           word.substr(0, equals).find_first_of("/-. ") == std::string_view::npos;
}

// Letters with signs on them as people write them without: for what German, French and their
// neighbours have on their keyboards. The rest stays, and becomes a '-'.
std::string in_plain_letters(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kLetters{
        {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"}, {"ß", "ss"},
         {"é", "e"},  {"è", "e"},  {"ê", "e"},  {"É", "e"},  {"à", "a"},  {"á", "a"},  {"â", "a"},
         {"ç", "c"},  {"ñ", "n"},  {"ó", "o"},  {"ô", "o"},  {"í", "i"},  {"î", "i"},  {"ú", "u"},
         {"û", "u"},  {"å", "aa"}, {"ø", "oe"}, {"æ", "ae"}, {"œ", "oe"}}};
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto letter = std::find_if(kLetters.begin(), kLetters.end(), [&](const auto& known) {
            return text.substr(i).starts_with(known.first);
        });
        if (letter == kLetters.end()) {
            plain += text[i];
        } else {
            plain += letter->second;
            i += letter->first.size() - 1;
        }
    }
    return plain;
}

class CommandNamer {
public:
    CommandName run(std::string_view command) {
        const std::vector<Words> commands = simple_commands(command);
        for (const Words& words : commands) {
            note_folder(words);
            if (take(words)) {
                return std::move(result_);
            }
        }
        for (const Words& words : commands) {
            result_.name = slug(last_component(words.front()));
            if (!result_.name.empty()) {
                return std::move(result_);
            }
        }
        result_.name = "job";
        return std::move(result_);
    }

private:
    void note_folder(const Words& words) {
        if (words.front() == "cd" && words.size() > 1) {
            result_.place = telling_folder(words[1] + "/x");
        }
    }

    // False for a command that only prepares.
    bool take(const Words& words) {
        std::size_t at = 0;
        while (at < words.size() && skip_wrapper(words, at)) {
        }
        if (at >= words.size()) {
            return false;
        }
        const std::string_view program = last_component(words[at]);
        if (is_one_of(program, kPreparing)) {
            return false;
        }
        if (is_one_of(program, kShells)) {
            return take_shell(words, at + 1);
        }
        std::string lower{without_version(program)};
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        if (is_one_of(lower, kInterpreters)) {
            return take_script(words, at);
        }
        return take_program(words, at);
    }

    static bool skip_wrapper(const Words& words, std::size_t& at) {
        if (is_assignment(words[at])) {
            ++at;
            return true;
        }
        const std::string_view program = last_component(words[at]);
        const auto wrapper =
            std::find_if(kWrappers.begin(), kWrappers.end(),
                         [&](const Wrapper& known) { return known.name == program; });
        if (wrapper == kWrappers.end()) {
            return false;
        }
        ++at;
        skip_options(words, at, wrapper->valued);
        at = std::min(at + wrapper->words, words.size());
        skip_options(words, at, wrapper->valued);  // flock FILE -c COMMAND
        return true;
    }

    static void skip_options(const Words& words, std::size_t& at, std::string_view valued) {
        while (at < words.size() && words[at].starts_with('-')) {
            const std::string& option = words[at];
            const bool takes_next =
                option.size() == 2 && valued.find(option[1]) != std::string_view::npos;
            at += takes_next ? 2 : 1;
        }
        at = std::min(at, words.size());
    }

    // sh -c 'command', su - user -c 'command', sh script.
    bool take_shell(const Words& words, std::size_t at) {
        for (std::size_t i = at; i < words.size(); ++i) {
            const bool command =
                words[i].starts_with('-') && !words[i].starts_with("--") && words[i].ends_with('c');
            if (command && i + 1 < words.size()) {
                const std::string place = result_.place;
                result_ = CommandNamer{}.run(words[i + 1]);
                result_.place = result_.place.empty() ? place : result_.place;
                return true;
            }
        }
        skip_options(words, at, "");
        if (at >= words.size()) {
            return false;
        }
        return take_program(words, at);
    }

    bool take_script(const Words& words, std::size_t at) {
        const std::string_view interpreter = last_component(words[at]);
        std::size_t script = at + 1;
        while (script < words.size() && words[script].starts_with('-')) {
            const std::string& option = words[script];
            const bool names_it = option == "-f" || option == "-m" || option == "-jar";
            const bool code = option == "-e" || option == "-r" || option == "-c";
            if (code && script + 1 < words.size()) {
                return take_code(interpreter, words[script + 1]);
            }
            const bool takes_next = option == "-d" || option == "-I";
            script += takes_next ? 2 : 1;
            if (names_it) {
                break;
            }
        }
        if (without_version(interpreter) == "bundle" && script < words.size()) {
            ++script;  // bundle exec
        }
        if (script >= words.size()) {
            result_.name = slug(interpreter);
            return !result_.name.empty();
        }
        return take_program(words, script);
    }

    // perl -e 'sleep int(rand(3600))' prepares, as sleep does.
    bool take_code(std::string_view interpreter, std::string_view code) {
        if (code.find("sleep") != std::string_view::npos) {
            return false;
        }
        result_.name = slug(without_version(interpreter));
        return !result_.name.empty();
    }

    bool take_program(const Words& words, std::size_t at) {
        const std::string file = without_extension(last_component(words[at]));
        if (const std::string folder = telling_folder(words[at]); !folder.empty()) {
            result_.place = folder;
        }
        std::string name = slug(file);
        if (is_one_of(name, kCommonNames) && !result_.place.empty()) {
            name = result_.place + '-' + name;
        }
        if (name.empty()) {
            return false;
        }
        result_.name = with_arguments(std::move(name), words, at + 1);
        return true;
    }

    static std::string with_arguments(std::string name, const Words& words, std::size_t at) {
        constexpr std::size_t kMostArguments = 2;
        std::size_t taken = 0;
        for (std::size_t i = at; i < words.size() && taken < kMostArguments; ++i) {
            taken += add_argument(name, words[i]) ? 1U : 0U;
        }
        for (std::size_t i = at; i < words.size() && taken == 0; ++i) {
            const bool long_option = words[i].starts_with("--") && words[i].size() > 3 &&
                                     !is_one_of(words[i], kTellingNothing);
            taken += long_option && add_argument(name, words[i].substr(2, words[i].find('=') - 2))
                         ? 1U
                         : 0U;
        }
        return name;
    }

    static bool add_argument(std::string& name, std::string_view word) {
        if (word.starts_with('-') || is_digits(word) || is_assignment(word) ||
            word.find_first_of("$`*{}\n") != std::string_view::npos) {
            return false;
        }
        constexpr std::size_t kLongestArgument = 24;
        std::string part;
        if (const std::size_t scheme = word.find("://"); scheme != std::string_view::npos) {
            part = slug(word.substr(scheme + 3, word.find('?') - scheme - 3));
        } else {
            part = slug(without_extension(word.starts_with('/') ? last_component(word) : word));
        }
        const bool fits = part.size() <= kLongestArgument || name.size() + part.size() < 40;
        if (part.empty() || !fits || name.size() + 1 + part.size() > kLongestName) {
            return false;
        }
        name += '-' + part;
        return true;
    }

    CommandName result_;
};

}  // namespace

std::string slug(std::string_view text) {
    std::string id;
    for (const char c : in_plain_letters(text)) {
        const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        const bool usable = (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || low == '_';
        if (usable || !id.ends_with('-')) {
            id += usable ? low : '-';
        }
    }
    id.erase(0, std::min(id.find_first_not_of("-_"), id.size()));
    id.resize(std::min(id.size(), kLongestName));
    id.erase(id.find_last_not_of("-_") + 1);
    return id;
}

CommandName name_of_command(std::string_view command) {
    return CommandNamer{}.run(command);
}

std::string name_of_schedule(std::string_view schedule) {
    if (schedule.starts_with('@')) {
        return slug(schedule.substr(1));
    }
    const std::size_t first = schedule.find(' ');
    const std::size_t second = schedule.find(' ', first + 1);
    if (second == std::string_view::npos) {
        return {};
    }
    const std::string_view minute = schedule.substr(0, first);
    const std::string_view hour = schedule.substr(first + 1, second - first - 1);
    if (!is_digits(minute) || !is_digits(hour) || minute.size() > 2 || hour.size() > 2) {
        return {};
    }
    return fmt::format("{:0>2}{:0>2}", hour, minute);
}

std::string IdBook::give(const std::string& wish, std::initializer_list<std::string> more) {
    if (given_.insert(wish).second) {
        return wish;
    }
    for (const std::string& further : more) {
        std::string id = wish + '-' + further;
        if (!further.empty() && cron::is_job_id(id) && given_.insert(id).second) {
            return id;
        }
    }
    std::size_t& number = numbers_.emplace(wish, 1).first->second;
    for (;;) {
        std::string id = fmt::format("{}-{}", wish, ++number);
        if (given_.insert(id).second) {
            return id;
        }
    }
}

}  // namespace cronmend::adopt
