#include "cronmend/desired/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cronmend/base/text.hpp"

namespace cronmend::desired {
namespace {

class Writer {
public:
    std::string write(const WrittenDeclaration& declaration) {
        remarks(declaration.remarks, 0);
        line(0, "version: 1");
        if (!declaration.timezone.empty()) {
            pair(0, "timezone", yaml_scalar(declaration.timezone));
        }
        defaults(declaration);
        if (declaration.jobs.empty()) {
            line(0, "jobs: {}");
        } else {
            line(0, "jobs:");
        }
        bool first = true;
        for (const WrittenJob& job : declaration.jobs) {
            if (!first) {
                out_ += '\n';
            }
            first = false;
            remarks(job.remarks, 2);
            write_job(job.job);
        }
        if (!declaration.closing.empty()) {
            out_ += '\n';
            remarks(declaration.closing, 0);
        }
        return std::move(out_);
    }

private:
    void line(std::size_t indent, std::string_view text) {
        fmt::format_to(std::back_inserter(out_), "{:{}}{}\n", "", indent, text);
    }

    void pair(std::size_t indent, std::string_view key, std::string_view value) {
        line(indent, fmt::format("{}: {}", key, value));
    }

    void remarks(const std::vector<std::string>& lines, std::size_t indent) {
        for (const std::string& text : lines) {
            line(indent, text.empty() ? "#" : "# " + printable(text));
        }
    }

    void defaults(const WrittenDeclaration& declaration) {
        if (declaration.user.empty() && declaration.environment.empty()) {
            return;
        }
        line(0, "defaults:");
        if (!declaration.user.empty()) {
            pair(2, "user", yaml_scalar(declaration.user));
        }
        environment(declaration.environment, 2);
    }

    void environment(const cron::Environment& variables, std::size_t indent) {
        if (variables.empty()) {
            return;
        }
        line(indent, "environment:");
        for (const auto& [name, value] : variables) {
            pair(indent + 2, yaml_scalar(name), yaml_scalar(value));
        }
    }

    void write_job(const Job& job) {
        line(2, yaml_scalar(job.id) + ":");
        schedule(job);
        pair(4, "command", yaml_scalar(job.command));
        if (job.standard_input) {
            standard_input(*job.standard_input);
        }
        if (job.raw) {
            pair(4, "raw", "true");
        }
        if (!job.description.empty()) {
            pair(4, "description", yaml_scalar(job.description));
        }
        if (!job.user.empty()) {
            pair(4, "user", yaml_scalar(job.user));
        }
        if (!job.target.empty()) {
            pair(4, "target", yaml_scalar(job.target));
        }
        environment(job.environment, 4);
        if (!job.enabled) {
            pair(4, "enabled", "false");
        }
    }

    void schedule(const Job& job) {
        if (job.schedules.size() == 1) {
            pair(4, "schedule", yaml_scalar(job.schedules.front().text, Quotes::double_quotes));
            return;
        }
        line(4, "schedule:");
        for (const DeclaredSchedule& schedule : job.schedules) {
            line(6, "- " + yaml_scalar(schedule.text, Quotes::double_quotes));
        }
    }

    // The reader takes one newline at the end away, as cron appends one.
    void standard_input(const std::string& text) {
        const bool lines = text.find('\n') != std::string::npos;
        const bool literal = lines && !text.starts_with(' ') && !text.starts_with('\n') &&
                             !text.ends_with('\n') && text.find('\t') == std::string::npos &&
                             text.find(" \n") == std::string::npos && !text.ends_with(' ') &&
                             !find_deceptive(text);
        if (!literal) {
            pair(4, "stdin", yaml_scalar(text.ends_with('\n') ? text + '\n' : text));
            return;
        }
        line(4, "stdin: |");
        for (const std::string_view part : split_lines(text)) {
            const std::string_view shown = without_newline(part);
            shown.empty() ? line(0, "") : line(6, shown);
        }
    }

    std::string out_;
};

}  // namespace

std::string write_declaration(const WrittenDeclaration& declaration) {
    return Writer{}.write(declaration);
}

}  // namespace cronmend::desired
