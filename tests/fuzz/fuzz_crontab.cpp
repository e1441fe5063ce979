// Any bytes as a table: it is put together again to what it was, its lines lie one behind the
// other, and lint has something to say of it or not, but ends.
#include "cronmend/cron/crontab.hpp"
#include "cronmend/cron/refusal.hpp"
#include "cronmend/lint/lint.hpp"
#include "cronmend/lint/rule.hpp"
#include "law.hpp"
#include "unit/lint/fake_host.hpp"

namespace {

using namespace cronmend;
using cronmend::test::require;

void read(const std::string& text, cron::Flavour flavour, cron::TableForm form) {
    const cron::Crontab table = cron::Crontab::parse(text, flavour, form);
    require(table.render() == text, "what is parsed and rendered is what it was");
    std::size_t behind = 0;
    for (std::size_t i = 0; i < table.lines().size(); ++i) {
        require(table.lines()[i].offset == behind, "each line begins where the one before ends");
        behind += table.lines()[i].length;
        const std::string_view line = table.text_of(i);
        require(line.find('\n') == std::string_view::npos, "a line has no LF in it");
        if (table.lines()[i].kind == cron::LineKind::entry) {
            require(cron::parse_entry(line, flavour, form).has_value(), "an entry can be read");
        }
    }
    require(behind == text.size(), "the lines are the whole text");
    (void)cron::refusal(table, "joe");
    (void)table.environment_marks({});
}

void look_over(const std::string& text, cron::Flavour flavour, cron::TableForm form) {
    test::FakeHost host;
    lint::Options options;
    options.flavour = flavour;
    lint::Linter linter(options, host);
    linter.add({"table", text, form, "joe"});
    for (const lint::Finding& finding : std::move(linter).finish()) {
        require(lint::find_rule(finding.code) != nullptr, "a finding is a rule's");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text = cronmend::test::text_of(data, size);
    for (const cron::Flavour flavour : cron::kFlavours) {
        read(text, flavour, cron::TableForm::user);
    }
    read(text, cron::Flavour::debian, cron::TableForm::system);
    // Lint is slower: the flavour and the form are one of each, as the text has it.
    const auto form =
        size / cron::kFlavours.size() % 2 == 0 ? cron::TableForm::user : cron::TableForm::system;
    look_over(text, cron::kFlavours[size % cron::kFlavours.size()], form);
    return 0;
}
