#include "lint_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cronmend/base/mend.hpp"
#include "cronmend/base/text.hpp"
#include "cronmend/lint/rule.hpp"
#include "json_text.hpp"

namespace cronmend::cli {
namespace {

Tone tone_of(DiagnosticSeverity severity) {
    switch (severity) {
        case DiagnosticSeverity::error:
            return Tone::bad;
        case DiagnosticSeverity::warning:
            return Tone::change;
        case DiagnosticSeverity::note:
            break;
    }
    return Tone::quiet;
}

std::string show(const lint::Finding& finding, const Painter& paint) {
    const std::string place = printable(to_string(finding.where));
    std::string text = fmt::format(
        "{}: {} {} {}\n", paint(Tone::strong, place),
        paint(tone_of(finding.severity), fmt::format("{}:", to_string(finding.severity))),
        finding.summary, paint(Tone::quiet, fmt::format("[{}]", finding.code)));
    if (!finding.mend.empty()) {
        text += indented_mend(finding.mend) + "\n";
    }
    return text;
}

// RFC 3986: what may not stand in a path as it is, as %XX.
std::string uri_of(const std::string& path) {
    constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        uri += kPlain.find(c) != std::string_view::npos
                   ? std::string(1, c)
                   : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

Json sarif_rules() {
    Json list = Json::array();
    for (const lint::Rule& rule : lint::rules()) {
        list.push_back({{"id", rule.code},
                        {"shortDescription", {{"text", rule.title}}},
                        {"fullDescription", {{"text", rule.help}}},
                        {"help", {{"text", rule.help}}},
                        {"defaultConfiguration", {{"level", to_string(rule.severity)}}}});
    }
    return list;
}

Json sarif_result(const lint::Finding& finding) {
    Json location = {{"artifactLocation", {{"uri", uri_of(finding.where.file)}}}};
    if (finding.where.line != 0) {
        location["region"] = {{"startLine", finding.where.line}};
        if (finding.where.column != 0) {
            location["region"]["startColumn"] = finding.where.column;
        }
    }
    const std::string text = finding.mend.empty()
                                 ? finding.summary
                                 : fmt::format("{}. To mend it: {}", finding.summary, finding.mend);
    return {{"ruleId", finding.code},
            {"ruleIndex", lint::find_rule(finding.code) - lint::rules().data()},
            {"level", to_string(finding.severity)},
            {"message", {{"text", text}}},
            {"locations", Json::array({{{"physicalLocation", location}}})}};
}

}  // namespace

LintCounts count(const lint::Findings& findings) {
    LintCounts counts;
    for (const lint::Finding& each : findings) {
        (each.severity == DiagnosticSeverity::error     ? counts.errors
         : each.severity == DiagnosticSeverity::warning ? counts.warnings
                                                        : counts.notes) += 1;
    }
    return counts;
}

std::string show_findings(const lint::Findings& findings, const Painter& paint) {
    if (findings.empty()) {
        return {};
    }
    std::string text;
    for (const lint::Finding& each : findings) {
        text += show(each, paint);
    }
    const LintCounts counts = count(findings);
    return text + fmt::format("{}, {}, {}\n", count_of(counts.errors, "error", "errors"),
                              count_of(counts.warnings, "warning", "warnings"),
                              count_of(counts.notes, "note", "notes"));
}

std::string findings_json(const lint::Findings& findings, const Diagnostics& unread) {
    Json list = Json::array();
    for (const lint::Finding& each : findings) {
        list.push_back({{"code", each.code},
                        {"severity", to_string(each.severity)},
                        {"file", each.where.file},
                        {"line", each.where.line},
                        {"column", each.where.column},
                        {"job", each.job.empty() ? Json(nullptr) : Json(each.job)},
                        {"summary", each.summary},
                        {"mend", each.mend}});
    }
    const LintCounts counts = count(findings);
    return json_text({{"version", 1},
                      {"errors", counts.errors},
                      {"warnings", counts.warnings},
                      {"notes", counts.notes},
                      {"findings", std::move(list)},
                      {"diagnostics", diagnostics_json(unread)}});
}

std::string findings_sarif(const lint::Findings& findings, const Diagnostics& unread) {
    Json results = Json::array();
    for (const lint::Finding& each : findings) {
        results.push_back(sarif_result(each));
    }
    const Json driver = {
        {"name", "cronmend"}, {"version", CRONMEND_VERSION}, {"rules", sarif_rules()}};
    Json run = {{"tool", {{"driver", driver}}},
                {"invocations", Json::array({{{"executionSuccessful", unread.empty()}}})},
                {"columnKind", "unicodeCodePoints"},
                {"results", std::move(results)}};
    return json_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({std::move(run)})}});
}

}  // namespace cronmend::cli
