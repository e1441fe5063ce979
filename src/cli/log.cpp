#include "log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "cronmend/base/redact.hpp"
#include "cronmend/base/text.hpp"

namespace cronmend::cli {
namespace {

spdlog::logger& logger() {
    return *spdlog::default_logger_raw();
}

std::string safe_lines(std::string_view message) {
    return printable(redact_message(message), Newlines::keep);
}

std::string with_mend(std::string_view message, std::string_view mend) {
    std::string text{message};
    if (!mend.empty()) {
        text += "\n    ";
        text += mend;
    }
    return safe_lines(text);
}

}  // namespace

void start_log(Verbosity verbosity) {
    auto made = std::make_shared<spdlog::logger>("cronmend",
                                                 std::make_shared<spdlog::sinks::stderr_sink_st>());
    made->set_pattern("cronmend: %v");
    made->set_level(verbosity == Verbosity::verbose ? spdlog::level::debug
                    : verbosity == Verbosity::quiet ? spdlog::level::warn
                                                    : spdlog::level::info);
    spdlog::set_default_logger(std::move(made));
}

void log_detail(std::string_view message) {
    if (logger().should_log(spdlog::level::debug)) {
        logger().debug("{}", safe_lines(message));
    }
}

void log_warning(std::string_view message) {
    logger().warn("warning: {}", safe_lines(message));
}

void log_error(const Error& error) {
    logger().error("error: {}", with_mend(error.message, error.mend));
}

void log_error(std::string_view context, const Error& error) {
    if (error.message.find(context) != std::string::npos) {
        log_error(error);
        return;
    }
    logger().error("error: {}: {}", safe_lines(context), with_mend(error.message, error.mend));
}

void log_diagnostics(const Diagnostics& diagnostics, Occasion occasion) {
    const auto warning_level =
        occasion == Occasion::every_call ? spdlog::level::info : spdlog::level::warn;
    for (const Diagnostic& diagnostic : diagnostics) {
        const std::string text = safe_lines(to_string(diagnostic));
        switch (diagnostic.severity) {
            case DiagnosticSeverity::error:
                logger().error("{}", text);
                break;
            case DiagnosticSeverity::warning:
                logger().log(warning_level, "{}", text);
                break;
            case DiagnosticSeverity::note:
                logger().debug("{}", text);
                break;
        }
    }
}

}  // namespace cronmend::cli
