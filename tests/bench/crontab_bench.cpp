// How fast a crontab's text is read and written, in bytes of text a second.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <string>

#include "cronmend/cron/crontab.hpp"

namespace {

using cronmend::cron::Crontab;

// Nine lines of ten are entries of the kinds that people write; the tenth is a comment.
std::string table_of(std::int64_t lines) {
    std::string text = "SHELL=/bin/bash\nMAILTO=ops@example.org\n";
    for (std::int64_t i = 0; i < lines; ++i) {
        if (i % 10 == 0) {
            text += fmt::format("# backup of volume {}\n", i);
        } else if (i % 10 == 1) {
            text += fmt::format("@daily /usr/local/bin/rotate --volume {}\n", i);
        } else {
            text +=
                fmt::format("{} {} * * mon-fri /usr/local/bin/job{} --flag value >/dev/null 2>&1\n",
                            i % 60, i % 24, i);
        }
    }
    return text;
}

void parse_and_render(benchmark::State& state) {
    const std::string text = table_of(state.range(0));
    for (auto unused : state) {
        benchmark::DoNotOptimize(Crontab::parse(text).render());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_and_render)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace
