#include "settings.hpp"

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>
#include <cstdlib>

#include "cronmend/base/text.hpp"
#include "cronmend/cron/system_table.hpp"
#include "cronmend/desired/program_settings.hpp"
#include "cronmend/desired/user_name.hpp"
#include "cronmend/host/files.hpp"
#include "cronmend/host/places.hpp"
#include "cronmend/host/process.hpp"
#include "cronmend/host/trust.hpp"
#include "cronmend/host/users.hpp"
#include "log.hpp"

namespace cronmend::cli {
namespace {

Result<std::string> read_settings_file(const std::string& path, bool root) {
    return root ? host::read_trusted_file(path, host::kMostFileBytes, "/etc/cronmend")
                : host::read_file(path);
}

Result<desired::ProgramSettings> load_settings(const std::string& path, bool must_exist,
                                               bool root) {
    auto text = read_settings_file(path, root);
    if (!text) {
        if (text.error().code == ErrorCode::not_found && !must_exist) {
            return desired::ProgramSettings{};
        }
        Error error = text.error();
        if (error.code == ErrorCode::not_found && error.mend.empty()) {
            error.mend = "name the file with your settings, or leave --config out";
        }
        return unexpected(std::move(error));
    }
    auto parsed = desired::parse_program_settings({path, std::move(*text)});
    log_diagnostics(parsed.diagnostics);
    if (has_errors(parsed.diagnostics)) {
        return unexpected(ErrorCode::invalid_input, "the settings in " + path + " cannot be used",
                          "see cronmend.yaml(5)");
    }
    return std::move(parsed.settings);
}

std::string first_of(const std::string& a, const std::string& b, const std::string& c) {
    return !a.empty() ? a : !b.empty() ? b : c;
}

// Found anew in each call: it costs a look at the program, and at files where that does not tell.
host::FoundFlavour flavour_for(const CommonArguments& common,
                               const desired::ProgramSettings& settings,
                               const std::string& crontab_program) {
    if (const auto named = cron::parse_flavour(common.cron)) {
        return {*named, true, "--cron says so"};
    }
    if (const auto set = cron::parse_flavour(settings.cron)) {
        return {*set, true, "the settings say so"};
    }
    return host::find_flavour(crontab_program);
}

}  // namespace

Result<Setup> make_setup(const CommonArguments& common) {
    const bool is_table =
        cron::system_table_name(common.user) && !has_control_characters(common.user);
    if (!common.user.empty() && !desired::is_user_name(common.user) && !is_table) {
        return unexpected(ErrorCode::invalid_input,
                          "--user: '" + printable(common.user) + "' cannot be a user's name",
                          "for a file in place of a crontab, say --crontab-file");
    }
    auto places = host::default_places();
    if (!places) {
        return unexpected(places.error());
    }
    Setup setup;
    setup.root = host::is_root();
    const bool named = !common.config.empty();
    auto settings = load_settings(named ? common.config : places->settings, named, setup.root);
    if (!settings) {
        return unexpected(settings.error());
    }
    setup.declarations_named = !common.files.empty();
    setup.declarations = !common.files.empty()          ? common.files
                         : !settings->schedules.empty() ? settings->schedules
                                                        : std::vector{places->schedules};
    setup.state_dir =
        boost::filesystem::absolute(first_of(common.state_dir, settings->state_dir, places->state))
            .lexically_normal()
            .string();
    setup.guard = settings->guard;
    setup.crontab = first_of(common.crontab, settings->crontab, kCrontab);
    const char* path = std::getenv("PATH");
    setup.crontab_program =
        host::find_program(setup.crontab, path != nullptr ? path : "/usr/bin:/bin");
    setup.cron = flavour_for(common, *settings, setup.crontab_program.value_or(""));
    return setup;
}

}  // namespace cronmend::cli
