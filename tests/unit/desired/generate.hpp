// Generated jobs, such as a declaration could hold, and their YAML.
#pragma once

#include <string>

#include "cronmend/desired/parse.hpp"
#include "support/random.hpp"
#include "yaml_text.hpp"

namespace cronmend::desired::test {

using cronmend::test::Random;

inline std::string random_line(Random& random) {
    return random.bytes(20, "ab z%\\\"'#:*@&!{}[],|>-_~`$=\xc3\xa9/");
}

// What a single-line text can hold and still be UTF-8 and no blank first.
inline std::string random_words(Random& random) {
    return "w" + random.bytes(20, "ab z%\"'#:*@&!{}[],|>-_~`$=/.0");
}

inline DeclaredSchedule random_schedule(Random& random) {
    static const std::vector<std::string> texts = {
        "@daily",    "@hourly",       "@weekly",      "@monthly",        "@reboot",
        "0 3 * * *", "*/5 * * * *",   "0 3 1,15 * *", "5 4 * * sun",     "0-59/2 8-18 * * 1-5",
        "1 2 3 4 5", "59 23 31 12 7", "0 0 29 feb *", "7 7 * jan-mar *", "*/7 */3 * * *"};
    const std::string& text = random.pick(texts);
    return {text, cron::parse_schedule(text).value()};
}

// A job that parses without an error. Its command is its own, so that no two are the same entry.
inline Job random_job(Random& random, std::size_t number, std::string_view timezone = "") {
    Job job;
    job.id = "job-" + std::to_string(number) + random.bytes(5, "abc0._-");
    job.target = random.pick<std::string>({"", "", "/etc/cron.d/backup"});
    job.user = random.pick<std::string>({"root", "www-data", "postgres", "o.p_r-1"});
    job.timezone = timezone;
    job.command = "/bin/" + std::to_string(number) + ' ' + random_words(random);
    job.schedules.push_back(random_schedule(random));
    if (const DeclaredSchedule other = random_schedule(random);
        random.one_in(3) && !cron::same_meaning(other.schedule, job.schedules[0].schedule)) {
        job.schedules.push_back(other);
    }
    job.raw = random.one_in(4);
    if (!job.raw && random.one_in(3)) {
        job.standard_input = random.bytes(20, "ab%\\\t\n \"'") + "e";
    }
    const std::vector<std::string> names =
        job.raw ? std::vector<std::string>{"MAILTO", "PATH"}
                : std::vector<std::string>{"MAILTO", "PATH", "HOME", "LANG", "_X1"};
    for (std::size_t i = random.below(4); i > 0; --i) {
        job.environment[random.pick(names)] = "v" + random.bytes(9, "abc/:.-_@9");
    }
    job.enabled = !random.one_in(4);
    job.mode = random.pick<Mode>({Mode::heal, Mode::warn, Mode::off});
    job.severity = random.pick<Severity>({Severity::info, Severity::warning, Severity::critical});
    job.catch_up = random.pick<CatchUp>({CatchUp::none, CatchUp::once});
    job.track = random.one_in(4);
    job.description = random_words(random);
    job.category = random_words(random);
    job.system = random_words(random);
    job.runbook = random_words(random);
    if (random.one_in(2)) {
        job.expect = Expectation{'/' + random_words(random),
                                 Seconds{static_cast<std::int64_t>(1 + random.below(999999))}};
    }
    if (random.one_in(5)) {
        job.renamed_from = "old-" + std::to_string(number);
    }
    return job;
}

inline std::string yaml_of(const Job& job) {
    std::string text = "  " + job.id + ":\n";
    const auto put = [&](const std::string& key, const std::string& value) {
        text += "    " + key + ": " + value + '\n';
    };
    std::string list;
    for (const DeclaredSchedule& schedule : job.schedules) {
        list += (list.empty() ? "" : ", ") + yaml_quoted(schedule.text);
    }
    put("schedule", job.schedules.size() == 1 ? list : '[' + list + ']');
    put("command", yaml_quoted(job.command));
    if (job.standard_input) {
        put("stdin", yaml_quoted(*job.standard_input));
    }
    put("environment", "");
    for (const auto& [name, value] : job.environment) {
        put("  " + name, yaml_quoted(value));
    }
    for (const auto& [key, value] :
         {std::pair{"user", &job.user}, std::pair{"description", &job.description},
          std::pair{"category", &job.category}, std::pair{"system", &job.system},
          std::pair{"runbook", &job.runbook}}) {
        put(key, yaml_quoted(*value));
    }
    if (!job.target.empty()) {
        put("target", job.target);
    }
    put("mode", std::string{to_string(job.mode)});
    put("severity", std::string{to_string(job.severity)});
    put("catch_up", std::string{to_string(job.catch_up)});
    for (const auto& [key, value] : {std::pair{"raw", job.raw}, std::pair{"enabled", job.enabled},
                                     std::pair{"track", job.track}}) {
        put(key, value ? "true" : "false");
    }
    if (job.expect) {
        put("expect", "{newest: " + yaml_quoted(job.expect->newest) +
                          ", within: " + std::to_string(job.expect->within.count()) + "s}");
    }
    if (!job.renamed_from.empty()) {
        put("renamed_from", job.renamed_from);
    }
    return text;
}

}  // namespace cronmend::desired::test
