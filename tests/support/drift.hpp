// Declarations and tables for the laws: drawn at random, damaged at random. Everything foreign
// carries a token of its own, so that the checks need not ask the planner what is foreign.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cronmend/base/text.hpp"
#include "cronmend/desired/parse.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/random.hpp"

namespace cronmend::test {

inline std::string join(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line;
    }
    return text;
}

inline std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (const std::string_view line : split_lines(text)) {
        lines.emplace_back(line);
    }
    return lines;
}

class DriftSource {
public:
    explicit DriftSource(Random& random) : random_(random) {}

    // A YAML declaration of up to six jobs out of a pool of ids.
    std::string declaration() {
        std::string yaml = "version: 1\njobs:\n";
        std::size_t jobs = 0;
        for (const char* id : {"alpha", "beta", "gamma", "delta", "epsilon", "zeta"}) {
            if (random_.one_in(3)) {
                continue;
            }
            ++jobs;
            yaml += std::string{"  "} + id + ":\n    schedule: " + schedule() +
                    "\n    command: \"/opt/" + id + random_.pick(kTails) + "\"\n" + environment();
            yaml += random_.one_in(8) ? "    enabled: false\n" : "";
            yaml += random_.one_in(10) ? "    mode: warn\n" : "";
        }
        return jobs == 0 ? "version: 1\njobs: {only: {schedule: \"@daily\", command: /opt/only}}\n"
                         : yaml;
    }

    std::string foreign_line() {
        const std::string token = "/foreign/" + std::to_string(++foreign_);
        switch (random_.below(8)) {
            case 0:
                return "# " + token + " 0 3 * * * x\n";
            case 1:
                return "#0 3 * * * " + token + "\n";
            case 2: {
                const std::string& name = random_.pick(kNames);
                // Under a shell of another kind no plan is made for variables in a command.
                return name + "=" + token + (name == "SHELL" ? "/sh\n" : "\n");
            }
            case 3:
                return "\t# \xff\x01 " + token + "\n";
            case 4:
                return "#Ansible: " + token + "\n";
            case 5:
                return "@daily " + token + " \\% %in\r\n";
            default:
                return random_.pick(kTimes) + " " + token + "\n";
        }
    }

    std::string foreign_table() {
        std::string text;
        for (std::size_t i = random_.below(8); i > 0; --i) {
            text += foreign_line();
        }
        return text;
    }

    // What people and programs do to a table between two passes.
    std::optional<std::string> damage(const std::string& text) {
        std::vector<std::string> lines = lines_of(text);
        for (std::size_t i = random_.below(4); i > 0; --i) {
            damage_once(lines);
        }
        if (random_.one_in(20)) {
            return std::nullopt;
        }
        std::string out = join(lines);
        if (!out.empty() && random_.one_in(20) &&
            lines.back().find("/foreign/") != std::string::npos && lines.back().starts_with("#")) {
            out.pop_back();
        }
        return out;
    }

private:
    std::string schedule() {
        return random_.one_in(4) ? "[\"" + random_.pick(kTimes) + "\", \"59 23 1 1 *\"]"
                                 : "\"" + random_.pick(kTimes) + "\"";
    }

    std::string environment() {
        if (!random_.one_in(3)) {
            return {};
        }
        std::string yaml = "    environment: {";
        for (const char* entry : {"MAILTO: ops@example.org", "SHELL: /bin/bash", "LIMIT: \"5%\"",
                                  "NOTE: \"it's\"", "HOME: /srv/home"}) {
            if (random_.one_in(2)) {
                yaml += std::string{yaml.ends_with('{') ? "" : ", "} + entry;
            }
        }
        return yaml + "}\n";
    }

    void damage_once(std::vector<std::string>& lines) {
        if (random_.one_in(12)) {
            lines.clear();
        }
        if (lines.empty() || random_.one_in(4)) {
            lines.insert(
                lines.begin() + static_cast<std::ptrdiff_t>(random_.below(lines.size() + 1)),
                foreign_line());
            return;
        }
        const std::size_t at = random_.below(lines.size());
        const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
        switch (random_.below(8)) {
            case 0:
                lines.erase(place);
                break;
            case 1:
                lines[at].insert(0, "#");
                break;
            case 2:  // copied somewhere else; a foreign line has its token once
                if (lines[at].find("/foreign/") == std::string::npos) {
                    const std::string copy = lines[at];
                    lines.push_back(copy);
                }
                break;
            case 3:
                if (lines[at].find("/foreign/") == std::string::npos &&
                    lines[at].find(" /opt/") != std::string::npos) {
                    lines[at].insert(lines[at].size() - 1, " --edited");
                }
                break;
            case 4:
                std::swap(lines[at], lines[random_.below(lines.size())]);
                break;
            case 5:
                std::sort(lines.begin(), lines.end());
                break;
            case 6:
                if (std::isdigit(static_cast<unsigned char>(lines[at].front())) != 0 &&
                    lines[at].find("/foreign/") == std::string::npos) {
                    lines[at].insert(0, "1");
                }
                break;
            default:
                if (!lines[at].ends_with("\r\n")) {
                    lines[at].insert(lines[at].size() - 1, "\r");
                }
        }
    }

    static inline const std::vector<std::string> kTimes{"0 3 * * *",   "00 03 * * *", "@daily",
                                                        "*/5 * * * *", "0 3 * * 0-7", "@reboot",
                                                        "15 4 1 * 1"};
    static inline const std::vector<std::string> kTails{"", " --all", " $(date +%F)",
                                                        " > /dev/null 2>&1", " 'a b'"};
    static inline const std::vector<std::string> kNames{"MAILTO", "SHELL", "PATH", "HOME",
                                                        "FOO",    "LIMIT", "TZ"};

    Random& random_;
    int foreign_ = 0;
};

inline desired::DesiredState declared(const std::string& yaml,
                                      cron::Flavour flavour = cron::Flavour::debian) {
    return desired::parse({{"d.yaml", yaml}}, {.default_user = "alice", .flavour = flavour}).state;
}

// Lines with a foreign token, in their order, each without its LF and followed by the environment
// (assignments count by what they do, as a value may stand in lines of cronmend's, too)
// in force for it, by a reading of its own: a line NAME=VALUE sets NAME for those below. Where
// cron acts on a variable, "not set" and cron's default are one.
inline std::vector<std::string> foreign_view(const std::string& text) {
    std::map<std::string, std::string> environment{{"MAILTO", "alice"},
                                                   {"SHELL", "/bin/sh"},
                                                   {"PATH", "/usr/bin:/bin"},
                                                   {"HOME", "/home/alice"}};
    std::vector<std::string> seen;
    for (const std::string& raw : lines_of(text)) {
        std::string line = raw;
        while (line.ends_with('\n')) {
            line.pop_back();
        }
        const std::size_t equals = line.find('=');
        const bool sets =
            equals != std::string::npos && equals > 0 &&
            std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(equals),
                        [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!sets && line.find("/foreign/") != std::string::npos) {
            std::string view = line;
            if (!line.starts_with('#') && !line.starts_with("\t#")) {
                for (const auto& [name, value] : environment) {
                    view += "\n  " + name + "=" + value;
                }
            }
            seen.push_back(view + "\n");
        }
        if (sets) {
            std::string value = line.substr(equals + 1);
            while (value.ends_with('\r')) {
                value.pop_back();
            }
            if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                value.back() == value.front()) {
                value = value.substr(1, value.size() - 2);
            }
            environment[line.substr(0, equals)] = value;
        }
    }
    return seen;
}

}  // namespace cronmend::test
