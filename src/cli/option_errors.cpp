#include "option_errors.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string_view>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::cli {
namespace {

using Subcommands = std::vector<const CLI::App*>;

// Words that other tools have for it.
struct Elsewhere {
    std::string_view word;
    std::string_view mend;
};
constexpr Elsewhere kElsewhere[] = {
    {"plan", "did you mean diff?"},
    {"preview", "did you mean diff?"},
    {"sync", "did you mean apply?"},
    {"repair", "did you mean apply?"},
    {"undo", "did you mean rollback?"},
    {"incidents", "did you mean incident list?"},
    {"--dry-run", "`cronmend diff` is the dry run"},
};

Subcommands commands_of(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

// The innermost command that was named, and how it is called: "cronmend incident list".
struct Place {
    const CLI::App* app;
    std::string name;
};

Place place_in(const CLI::App& app) {
    Place place{&app, app.get_name()};
    for (;;) {
        const auto named = place.app->get_subcommands();  // those on the line
        if (named.empty()) {
            return place;
        }
        place = {named.front(), place.name + " " + named.front()->get_name()};
    }
}

std::string see_help(const Place& place) {
    return fmt::format("see `{} --help`", place.name);
}

std::string nearest_command(std::string_view word, const CLI::App& app) {
    std::vector<std::string_view> names;
    for (const CLI::App* command : commands_of(app)) {
        if (command->get_name() != "at") {  // nobody types that
            names.push_back(command->get_name());
        }
    }
    return nearest_word(word, names);
}

std::string nearest_option(const std::string& word, const Place& place, const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* one : {place.app, &app}) {
        for (const CLI::Option* option : one->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                names.push_back(name);
            }
        }
    }
    const std::string bare = word.substr(std::min(word.find_first_not_of('-'), word.size()));
    const std::string near =
        nearest_word(bare.substr(0, bare.find('=')), {names.begin(), names.end()});
    return near.empty() ? near : "--" + near;
}

// It shows what it would do, and does it once that is confirmed.
bool asks_first(const CLI::App& command) {
    return command.get_option_no_throw("--yes") != nullptr;
}

bool looks_like_path(std::string_view word) {
    return word.find('/') != std::string_view::npos || word.ends_with(".yaml") ||
           word.ends_with(".yml");
}

std::string mend_for(const std::string& word, const Place& place, const CLI::App& app) {
    const auto* const known = std::find_if(std::begin(kElsewhere), std::end(kElsewhere),
                                           [&](const Elsewhere& one) { return one.word == word; });
    if (word == "--dry-run" && asks_first(*place.app)) {
        return fmt::format("`{}` without --yes shows what it would do, and asks", place.name);
    }
    if (known != std::end(kElsewhere)) {
        return std::string{known->mend};
    }
    const bool option = word.starts_with('-');
    const std::string near =
        option ? nearest_option(word, place, app) : nearest_command(word, *place.app);
    if (!near.empty()) {
        return fmt::format("did you mean {}?", near);
    }
    if (!option && looks_like_path(word)) {
        return fmt::format("give a declaration with -f: {} -f {}",
                           place.app == &app ? "cronmend diff" : place.name, shell_word(word));
    }
    return see_help(place);
}

// A word that nothing took. The library gives them in an order of its own.
Error explain_extra(const std::vector<std::string>& extras, const CLI::App& app,
                    const std::vector<std::string>& words) {
    const auto first = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(extras.begin(), extras.end(), word) != extras.end();
    });
    const std::string word = first == words.end() ? extras.front() : *first;
    const Place place = place_in(app);
    const std::string mend = mend_for(word, place, app);
    if (word.starts_with('-')) {
        return {ErrorCode::invalid_input, fmt::format("{} has no option {}", place.name, word),
                mend};
    }
    if (!commands_of(*place.app).empty()) {
        return {ErrorCode::invalid_input, fmt::format("{} has no command {}", place.name, word),
                mend};
    }
    return {ErrorCode::invalid_input, fmt::format("{} takes no word {}", place.name, word), mend};
}

}  // namespace

Error explain(const CLI::ParseError& error, const CLI::App& app,
              const std::vector<std::string>& words) {
    if (const std::vector<std::string> extras = app.remaining(true); !extras.empty()) {
        return explain_extra(extras, app, words);
    }
    const Place place = place_in(app);
    std::string message = error.what();
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr &&
        !commands_of(*place.app).empty()) {
        return {ErrorCode::invalid_input, "no command was given to " + place.name, see_help(place)};
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        message = message.substr(0, message.find(':')) + " wants a value";
    }
    return {ErrorCode::invalid_input, fmt::format("{}: {}", place.name, message), see_help(place)};
}

std::string list_commands(const CLI::App& app) {
    std::size_t width = 0;
    for (const CLI::App* command : commands_of(app)) {
        width = std::max(width, command->get_name().size());
    }
    std::string list;
    for (const CLI::App* command : commands_of(app)) {
        list +=
            fmt::format("  {:<{}}  {}\n", command->get_name(), width, command->get_description());
    }
    return list;
}

}  // namespace cronmend::cli
