// Which of the system's files cron ignores.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fake_host.hpp"

namespace cronmend::test {
namespace {

using cron::Flavour;
using FileFacts = cron::TableFile;

struct Row {
    std::string path;
    FileFacts facts;
    std::string expected;
};

FileFacts with(void (*change)(FileFacts&)) {
    FileFacts facts;
    change(facts);
    return facts;
}

void check(Flavour flavour, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        FakeHost host;
        lint::Linter linter(options_for(flavour), host);
        const bool read = linter.add_system_file(row.path, row.facts);
        const std::string seen = to_text(std::move(linter).finish());
        CHECK_MESSAGE(seen == row.expected, row.path);
        CHECK_MESSAGE(read == row.expected.empty(), row.path);
    }
}

TEST_CASE("Lint: files of the system, for Debian's cron") {
    check(
        Flavour::debian,
        {
            {"/etc/cron.d/backup", {}, ""},
            {"/etc/cron.d/my_backup-2", {}, ""},
            {"/etc/cron.d/backup.cron", {}, "0:0 ignored-file\n"},
            {"cron.d/a b", {}, "0:0 ignored-file\n"},
            {"somewhere/backup.cron", {}, ""},
            {"/etc/crontab", {}, ""},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.mode = 0664; }), "0:0 insecure-file\n"},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.mode = 0755; }), ""},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.owner = 1000; }), "0:0 insecure-file\n"},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.links = 2; }), "0:0 insecure-file\n"},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.is_link = true; }), ""},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.is_link = true, f.link_owner = 5; }),
             "0:0 insecure-file\n"},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.exists = false; }), "0:0 insecure-file\n"},
            {"/etc/cron.d/a", with([](FileFacts& f) { f.regular = false; }), "0:0 insecure-file\n"},
            {"/etc/cron.d/a.b", with([](FileFacts& f) { f.mode = 0666; }),
             "0:0 ignored-file\n0:0 insecure-file\n"},
        });
}

TEST_CASE("Lint: files of the system, for other crons") {
    check(Flavour::cronie,
          {
              {"/etc/cron.d/backup.cron", {}, ""},
              {"/etc/cron.d/backup~", {}, "0:0 ignored-file\n"},
              {"/etc/cron.d/a", with([](FileFacts& f) { f.mode = 0755; }), "0:0 insecure-file\n"},
              {"/etc/cron.d/a", with([](FileFacts& f) { f.mode = 0640; }), ""},
          });
    check(Flavour::busybox, {{"/etc/cron.d/a.b", with([](FileFacts& f) { f.mode = 0666; }), ""}});
}

TEST_CASE("Lint: the mend names the file, and a name that cron reads") {
    FakeHost host;
    lint::Linter linter(options_for(), host);
    linter.add_system_file("/etc/cron.d/a.b", with([](FileFacts& f) { f.mode = 0666; }));
    const auto findings = std::move(linter).finish();
    REQUIRE(findings.size() == 2);
    CHECK(findings[0].mend.ends_with("rename it to a-b"));
    CHECK(findings[1].mend == "chmod go-w /etc/cron.d/a.b");
    CHECK(findings[1].summary.find("0666") != std::string::npos);
}

TEST_CASE("Lint: what is left aside on purpose") {
    for (const char* name : {".placeholder", "a~", "a.bak", "a.dpkg-old", "#a#", "a.disabled"}) {
        CHECK_MESSAGE(lint::is_set_aside(name), name);
    }
    for (const char* name : {"a", "a.cron", "a.sh", "e2scrub_all"}) {
        CHECK_MESSAGE(!lint::is_set_aside(name), name);
    }
}

}  // namespace
}  // namespace cronmend::test
