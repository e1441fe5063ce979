// How long lint takes for a table.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "cronmend/host/zone.hpp"
#include "cronmend/lint/lint.hpp"

namespace {

using namespace cronmend;

// Everything is in order on it, in a zone with changes of the clocks.
class Host : public lint::HostFacts {
public:
    lint::Account account(std::string_view) override { return lint::Account::known; }
    lint::Program program(std::string_view, const std::string&) override {
        return lint::Program::runnable;
    }
    const cron::Zone* zone(const std::string&) override { return &zone_; }

private:
    cron::Zone zone_ = host::load_zone("Europe/Berlin").value_or(cron::Zone{});
};

// Of the kinds that people write; each has something that a rule tells of in one line of ten.
std::string table_of(std::int64_t lines) {
    std::string text = "SHELL=/bin/bash\nMAILTO=ops@example.org\n";
    for (std::int64_t i = 0; i < lines; ++i) {
        if (i % 10 == 0) {
            text += fmt::format("# backup of volume {}\n", i);
        } else if (i % 10 == 1) {
            text += fmt::format("@daily /usr/local/bin/rotate --volume {}\n", i);
        } else if (i % 10 == 2) {
            text +=
                fmt::format("*/{} * 1 * 5 /usr/local/bin/x {} >/dev/null 2>&1\n", i % 29 + 1, i);
        } else {
            text += fmt::format("{} {} * * mon-fri /usr/local/bin/job{} --flag value >>log 2>&1\n",
                                i % 60, i % 24, i);
        }
    }
    return text;
}

void lint_table(benchmark::State& state) {
    const std::string text = table_of(state.range(0));
    Host host;
    for (auto unused : state) {
        lint::Linter linter({cron::Flavour::debian, Instant{std::chrono::hours{24 * 20400}}, 10},
                            host);
        linter.add({"table", text, cron::TableForm::user, "root"});
        benchmark::DoNotOptimize(std::move(linter).finish());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(lint_table)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
