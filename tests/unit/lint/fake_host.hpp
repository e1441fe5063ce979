// A host for lint's tests: what is not put there is missing.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cronmend/lint/lint.hpp"

namespace cronmend::test {

class FakeHost : public lint::HostFacts {
public:
    FakeHost() : berlin_("Europe/Berlin", berlin_periods()) {}

    lint::Account account(std::string_view user) override {
        return users.count(std::string{user}) != 0 ? lint::Account::known : lint::Account::missing;
    }
    lint::Program program(std::string_view user, const std::string& path) override {
        asked.emplace_back(std::string{user}, path);
        const auto found = programs.find(path);
        return found == programs.end() ? lint::Program::missing : found->second;
    }
    const cron::Zone* zone(const std::string& name) override {
        return name.empty()              ? (in_berlin ? &berlin_ : &utc_)
               : name == "Europe/Berlin" ? &berlin_
               : name == "UTC"           ? &utc_
                                         : nullptr;
    }

    bool in_berlin = false;
    std::set<std::string> users = {"root", "ops", "www-data"};
    std::map<std::string, lint::Program> programs = {
        {"/bin/x", lint::Program::runnable},
        {"/usr/bin/x", lint::Program::runnable},
        {"/usr/bin/mail", lint::Program::runnable},
        {"/usr/local/bin/tool", lint::Program::runnable},
        {"/opt/secret", lint::Program::forbidden},
        {"/opt", lint::Program::no_file},
        {"/net/far", lint::Program::unknown},
        {"/usr/bin/locked", lint::Program::forbidden},
        {"/usr/bin/python3", lint::Program::runnable}};
    std::vector<std::pair<std::string, std::string>> asked;

private:
    static std::vector<cron::ZonePeriod> berlin_periods() {
        using namespace std::chrono;
        const auto at = [](int y, unsigned m, unsigned d) {
            return Instant{sys_days{year{y} / month{m} / day{d}} + hours{1}};
        };
        return {{Instant{}, hours{1}, false, "CET"},
                {at(2026, 3, 29), hours{2}, true, "CEST"},
                {at(2026, 10, 25), hours{1}, false, "CET"},
                {at(2027, 3, 28), hours{2}, true, "CEST"},
                {at(2027, 10, 31), hours{1}, false, "CET"}};
    }

    cron::Zone utc_;
    cron::Zone berlin_;
};

inline lint::Options options_for(cron::Flavour flavour = cron::Flavour::debian) {
    using namespace std::chrono;
    return {flavour, Instant{sys_days{year{2026} / 1 / 5}}, 10};
}

inline std::string to_text(const lint::Findings& findings) {
    std::string text;
    for (const lint::Finding& each : findings) {
        text += std::to_string(each.where.line) + ":" + std::to_string(each.where.column) + " " +
                each.code + "\n";
    }
    return text;
}

inline lint::Findings lint_table(FakeHost& host, const std::string& text,
                                 const lint::Options& options = options_for(),
                                 cron::TableForm form = cron::TableForm::user) {
    lint::Linter linter(options, host);
    linter.add({"table", text, form, "ops"});
    return std::move(linter).finish();
}

}  // namespace cronmend::test
