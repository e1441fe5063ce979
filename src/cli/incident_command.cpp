#include <memory>
#include <string>

#include "again.hpp"
#include "command_line.hpp"
#include "commands.hpp"
#include "context.hpp"
#include "cronmend/incident/report.hpp"
#include "incident_view.hpp"
#include "json_view.hpp"
#include "table_names.hpp"
#include "terminal.hpp"

namespace cronmend::cli {
namespace {

struct IncidentListArguments {
    std::string status;  // "open", "resolved"; empty: both
    std::size_t limit = 0;
};

std::string in_form(const CommonArguments& common, const Setup& setup,
                    const incident::Incident& incident) {
    switch (common.output) {
        case Output::json:
            return incident_json(incident);
        case Output::markdown:
            return incident::render_report(incident);
        case Output::text:
        case Output::sarif:
            return show_incident(incident, record_options(common, setup),
                                 painter_for(common.color));
    }
    return {};
}

ExitStatus run_incident_list(const CommonArguments& common,
                             const IncidentListArguments& arguments) {
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    const auto memory = open_record(common, *setup);
    if (!memory) {
        return refuse(common, memory.error());
    }
    store::IncidentFilter filter;
    filter.limit = arguments.limit;
    filter.table = is_system_table(common.user) ? table_name(common.user) : common.user;
    if (!arguments.status.empty()) {
        filter.status =
            arguments.status == "open" ? incident::Status::open : incident::Status::resolved;
    }
    const auto incidents = (*memory)->incidents(filter);
    if (!incidents) {
        return refuse(common, incidents.error());
    }
    if (const auto known = check_named_user(common); incidents->empty() && !known) {
        return refuse(common, known.error());
    }
    return print_and(ExitStatus::done, common.output == Output::json
                                           ? incidents_json(*incidents)
                                           : show_incidents(*incidents, painter_for(common.color)));
}

ExitStatus run_incident_show(const CommonArguments& common, const std::string& id) {
    const auto setup = make_setup(common);
    if (!setup) {
        return refuse(common, setup.error());
    }
    const auto memory = open_record(common, *setup);
    if (!memory) {
        return refuse(common, memory.error());
    }
    const auto incident = (*memory)->incident(id);
    if (!incident) {
        return refuse(common, incident.error());
    }
    if (!*incident) {
        return refuse(common, {ErrorCode::not_found, "there is no incident " + id,
                               "`cronmend incident list` shows those there are"});
    }
    return print_and(ExitStatus::done, in_form(common, *setup, **incident));
}

}  // namespace

void add_incident(CommandLine& line) {
    line.add_group({"incident",
                    "The record of what happened",
                    "cronmend incident list --status open",
                    {},
                    kToldOrNot});
    auto list = std::make_shared<IncidentListArguments>();
    line.add("incident",
             {"list",
              "One line an incident, newest first",
              "cronmend incident list --status open",
              {},
              kToldOrNot},
             [list](const CommonArguments& common) { return run_incident_list(common, *list); })
        .choice("--status", {"open", "resolved"}, list->status, "open or resolved")
        .option("--limit", "N", &list->limit, "At most so many; all if not given");
    auto id = std::make_shared<std::string>();
    line.add("incident",
             {"show",
              "One incident whole",
              "cronmend incident show INC-20251102124310-nPFyw2 --output markdown",
              {Output::markdown},
              kToldOrNot},
             [id](const CommonArguments& common) { return run_incident_show(common, *id); })
        .argument("ID", id.get(), "As `cronmend incident list` has it: INC-…");
}

}  // namespace cronmend::cli
