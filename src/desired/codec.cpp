#include "cronmend/desired/codec.hpp"

#include "byte_reader.hpp"
#include "byte_writer.hpp"
#include "cronmend/base/fingerprint.hpp"

// The layout: the tag, then the payload, then 16 hexadecimal digits of the payload's fingerprint.
// Numbers are LEB128, texts and lists carry their length first. Paths stand once, in a table, as
// each job and diagnostic names one.

namespace cronmend::desired {
namespace {

// The last two bytes are the version: it goes up with every change of this layout or of the types.
constexpr std::string_view kTag{"cronmend-desired\x00\x05", 18};
constexpr std::size_t kFingerprintLength = 16;

constexpr unsigned kRaw = 1U << 0U;
constexpr unsigned kEnabled = 1U << 1U;
constexpr unsigned kTrack = 1U << 2U;
constexpr unsigned kStandardInput = 1U << 3U;
constexpr unsigned kExpect = 1U << 4U;
constexpr unsigned kJobFlags = (1U << 5U) - 1U;

constexpr unsigned kBothDays = 1U << 0U;
constexpr unsigned kWildcard = 1U << 1U;
constexpr unsigned kReboot = 1U << 2U;
constexpr unsigned kScheduleFlags = (1U << 3U) - 1U;

unsigned flag(bool set, unsigned bit) {
    return set ? bit : 0U;
}

void write(ByteWriter& out, const DeclaredSchedule& declared) {
    const cron::Schedule& schedule = declared.schedule;
    out.text(declared.text);
    out.number(schedule.minutes.to_ullong());
    out.number(schedule.hours.to_ullong());
    out.number(schedule.days_of_month.to_ullong());
    out.number(schedule.months.to_ullong());
    out.number(schedule.days_of_week.to_ullong());
    out.number(flag(schedule.day_rule == cron::DayRule::both, kBothDays) |
               flag(schedule.wildcard, kWildcard) | flag(schedule.reboot, kReboot));
    out.number(schedule.random);
    out.number(schedule.calendar);
}

void write(ByteWriter& out, const SourceLocation& where) {
    out.path(where.file);
    out.number(where.line);
    out.number(where.column);
}

void write(ByteWriter& out, const Job& job) {
    out.number(flag(job.raw, kRaw) | flag(job.enabled, kEnabled) | flag(job.track, kTrack) |
               flag(job.standard_input.has_value(), kStandardInput) |
               flag(job.expect.has_value(), kExpect));
    out.number(static_cast<std::uint64_t>(job.mode));
    out.number(static_cast<std::uint64_t>(job.severity));
    out.number(static_cast<std::uint64_t>(job.catch_up));
    for (const std::string* text :
         {&job.id, &job.user, &job.target, &job.timezone, &job.command, &job.description,
          &job.category, &job.system, &job.runbook, &job.renamed_from}) {
        out.text(*text);
    }
    if (job.standard_input) {
        out.text(*job.standard_input);
    }
    if (job.expect) {
        out.text(job.expect->newest);
        out.number(static_cast<std::uint64_t>(job.expect->within.count()));
    }
    out.number(job.schedules.size());
    for (const DeclaredSchedule& schedule : job.schedules) {
        write(out, schedule);
    }
    out.number(job.environment.size());
    for (const auto& [name, value] : job.environment) {
        out.text(name);
        out.text(value);
    }
    write(out, job.where);
}

void write(ByteWriter& out, const Diagnostic& diagnostic) {
    out.number(static_cast<std::uint64_t>(diagnostic.severity));
    out.text(diagnostic.summary);
    out.text(diagnostic.mend);
    write(out, diagnostic.where);
}

void read(ByteReader& in, DeclaredSchedule& declared) {
    cron::Schedule& schedule = declared.schedule;
    declared.text = in.text();
    schedule.minutes = in.below(std::uint64_t{1} << schedule.minutes.size());
    schedule.hours = in.below(std::uint64_t{1} << schedule.hours.size());
    schedule.days_of_month = in.below(std::uint64_t{1} << schedule.days_of_month.size());
    schedule.months = in.below(std::uint64_t{1} << schedule.months.size());
    schedule.days_of_week = in.below(std::uint64_t{1} << schedule.days_of_week.size());
    const std::uint64_t flags = in.below(kScheduleFlags + 1U);
    schedule.day_rule = (flags & kBothDays) != 0 ? cron::DayRule::both : cron::DayRule::either;
    schedule.wildcard = (flags & kWildcard) != 0;
    schedule.reboot = (flags & kReboot) != 0;
    schedule.random = in.number();
    schedule.calendar = in.number();
}

void read(ByteReader& in, SourceLocation& where) {
    where.file = in.path();
    where.line = in.number();
    where.column = in.number();
}

void read_lists(ByteReader& in, Job& job) {
    job.schedules.resize(in.count(8));
    for (DeclaredSchedule& schedule : job.schedules) {
        read(in, schedule);
    }
    for (std::size_t left = in.count(2); left > 0 && in.good(); --left) {
        std::string name{in.text()};
        job.environment.emplace_hint(job.environment.end(), std::move(name), in.text());
    }
}

void read(ByteReader& in, Job& job) {
    const std::uint64_t flags = in.below(kJobFlags + 1U);
    job.raw = (flags & kRaw) != 0;
    job.enabled = (flags & kEnabled) != 0;
    job.track = (flags & kTrack) != 0;
    job.mode = static_cast<Mode>(in.below(3));
    job.severity = static_cast<Severity>(in.below(3));
    job.catch_up = static_cast<CatchUp>(in.below(2));
    for (std::string* text :
         {&job.id, &job.user, &job.target, &job.timezone, &job.command, &job.description,
          &job.category, &job.system, &job.runbook, &job.renamed_from}) {
        *text = in.text();
    }
    if ((flags & kStandardInput) != 0) {
        job.standard_input = in.text();
    }
    if ((flags & kExpect) != 0) {
        Expectation& expectation = job.expect.emplace();
        expectation.newest = in.text();
        expectation.within = Seconds{static_cast<Seconds::rep>(in.below(std::uint64_t{1} << 63U))};
    }
    read_lists(in, job);
    read(in, job.where);
}

void read(ByteReader& in, Diagnostic& diagnostic) {
    diagnostic.severity = static_cast<DiagnosticSeverity>(in.below(3));
    diagnostic.summary = in.text();
    diagnostic.mend = in.text();
    read(in, diagnostic.where);
}

}  // namespace

std::string encode(const ParsedState& parsed) {
    ByteWriter body;
    body.number(parsed.state.jobs.size());
    for (const Job& job : parsed.state.jobs) {
        write(body, job);
    }
    body.number(parsed.diagnostics.size());
    for (const Diagnostic& diagnostic : parsed.diagnostics) {
        write(body, diagnostic);
    }
    const std::string payload = std::move(body).finish();
    std::string bytes;
    bytes.reserve(kTag.size() + payload.size() + kFingerprintLength);
    return bytes.append(kTag).append(payload).append(short_fingerprint(payload));
}

std::optional<ParsedState> decode(std::string_view bytes) {
    if (!bytes.starts_with(kTag) || bytes.size() < kTag.size() + kFingerprintLength) {
        return std::nullopt;
    }
    const std::string_view payload =
        bytes.substr(kTag.size(), bytes.size() - kTag.size() - kFingerprintLength);
    if (short_fingerprint(payload) != bytes.substr(kTag.size() + payload.size())) {
        return std::nullopt;
    }
    ByteReader in(payload);
    ParsedState parsed;
    // The numbers are the fewest bytes that one of them takes.
    parsed.state.jobs.resize(in.count(19));
    for (Job& job : parsed.state.jobs) {
        read(in, job);
    }
    parsed.diagnostics.resize(in.count(6));
    for (Diagnostic& diagnostic : parsed.diagnostics) {
        read(in, diagnostic);
    }
    return in.finished() ? std::optional{std::move(parsed)} : std::nullopt;
}

}  // namespace cronmend::desired
