// This machine, as lint asks of it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "cronmend/cron/zone.hpp"
#include "cronmend/host/programs.hpp"
#include "cronmend/lint/facts.hpp"

namespace cronmend::cli {

class LintHost : public lint::HostFacts {
public:
    // Whether programs and users are those of this machine.
    enum class Machine { here, elsewhere };
    explicit LintHost(Machine machine) : machine_(machine) {}

    lint::Account account(std::string_view user) override;
    lint::Program program(std::string_view user, const std::string& path) override;
    const cron::Zone* zone(const std::string& name) override;

private:
    Machine machine_;
    host::Programs programs_;
    std::map<std::string, lint::Account, std::less<>> accounts_;
    std::map<std::string, std::optional<cron::Zone>> zones_;
};

}  // namespace cronmend::cli
