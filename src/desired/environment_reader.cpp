#include "environment_reader.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "cronmend/cron/environment.hpp"
#include "values.hpp"

namespace cronmend::desired {
namespace {

bool is_shell_identifier(std::string_view name) {
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !name.empty() && (name.front() < '0' || name.front() > '9') &&
           name.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string reason_for_reserved(std::string_view name) {
    if (name == "CRON_TZ") {
        return "use timezone: at the top of the file";
    }
    if (name == "LOGNAME" || name == "USER") {
        return "cron sets it itself, from the name of the table's owner";
    }
    return "cron has no way to take it back for the entries below; set it by hand at the top of "
           "the table, for all of them";
}

bool is_usable_name(const Field& field, cron::Flavour flavour, FileReport& report) {
    if (cron::is_reserved(field.name, flavour)) {
        report.error(field.key->at,
                     fmt::format("the variable {} cannot be set for one job", field.name),
                     reason_for_reserved(field.name));
        return false;
    }
    if (!cron::is_restorable(field.name, flavour) && !is_shell_identifier(field.name)) {
        report.error(field.key->at,
                     fmt::format("{} cannot be the name of a variable", quoted(field.name)),
                     "use letters, digits and _, and no digit first");
        return false;
    }
    return true;
}

// Values are never shown: they may be secrets.
std::optional<std::string> read_value(const Field& field, cron::Flavour flavour,
                                      FileReport& report) {
    const LineRules rules{Numbers::accept, Tabs::refuse, Secrecy::hidden};
    std::optional<std::string> value = read_line(field, report, rules);
    if (!value || !cron::is_restorable(field.name, flavour)) {
        return value;
    }
    const Result<std::string> line =
        cron::render_assignment({std::string{field.name}, *value}, flavour);
    if (!line) {
        constexpr std::size_t kLongestLine = 998;  // what cron reads of an environment line
        const bool too_long = field.name.size() + value->size() >= kLongestLine;
        report.error(field.place(),
                     fmt::format("no line of a crontab can set {} to this value{}", field.name,
                                 too_long ? fmt::format(": it has {} bytes", value->size())
                                          : ", however it is quoted"),
                     "set it in the command, or in a script that the job calls");
        return std::nullopt;
    }
    return value;
}

}  // namespace

cron::Environment read_environment(const YamlDocument& document, const Field& field,
                                   cron::Flavour flavour, FileReport& report) {
    cron::Environment environment;
    if (field.value->kind == YamlNode::Kind::null) {
        return environment;
    }
    if (field.value->kind != YamlNode::Kind::map) {
        report.error(
            field.place(),
            fmt::format("environment is {}, not a map of variables", kind_name(*field.value)),
            "write environment: {NAME: value}");
        return environment;
    }
    for (const Field& variable : read_fields(document, *field.value, "the variable", report)) {
        if (!is_usable_name(variable, flavour, report)) {
            continue;
        }
        if (std::optional<std::string> value = read_value(variable, flavour, report)) {
            environment.emplace(variable.name, std::move(*value));
        }
    }
    return environment;
}

cron::Environment exported_variables(const cron::Environment& environment, cron::Flavour flavour) {
    cron::Environment exported;
    for (const auto& [name, value] : environment) {
        if (!cron::is_restorable(name, flavour)) {
            exported.emplace(name, value);
        }
    }
    return exported;
}

}  // namespace cronmend::desired
