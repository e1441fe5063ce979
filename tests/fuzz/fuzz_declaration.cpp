// Any bytes as a declaration: it is read, or refused with words that name a place, and lint ends.
#include "cronmend/desired/parse.hpp"
#include "cronmend/lint/lint.hpp"
#include "law.hpp"
#include "unit/lint/fake_host.hpp"

namespace {

using namespace cronmend;
using cronmend::test::require;

bool has_error(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics) {
        require(!diagnostic.summary.empty(), "a diagnostic has words");
        require(diagnostic.where.file == "jobs.yaml", "a diagnostic names its file");
        if (diagnostic.severity == DiagnosticSeverity::error) {
            return true;
        }
    }
    return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::vector<desired::SourceText> sources = {
        {"jobs.yaml", cronmend::test::text_of(data, size)}};
    const cron::Flavour flavour = cron::kFlavours[size % cron::kFlavours.size()];
    const desired::ParsedState parsed = desired::parse(sources, {"joe", flavour});
    if (!has_error(parsed.diagnostics)) {
        require(parsed.places.size() == parsed.state.jobs.size(), "each job has its places");
        for (const desired::Job& job : parsed.state.jobs) {
            require(!job.id.empty() && !job.command.empty(), "a job has an id and a command");
        }
    }
    test::FakeHost host;
    lint::Options options;
    options.flavour = flavour;
    lint::Linter linter(options, host);
    linter.add(sources, "joe");
    (void)std::move(linter).finish();
    return 0;
}
