#include "cronmend/cron/system_table.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cronmend;
using cron::Flavour;

TEST_CASE("which names in /etc/cron.d are read") {
    struct Row {
        const char* name;
        bool debian, cronie;
    };
    const Row rows[] = {
        {"backup", true, true},      {"my_backup-2", true, true}, {"2", true, true},
        {"a.b", false, true},        {".a", false, false},        {"a~", false, false},
        {"#a#", false, false},       {"a b", false, true},        {"", false, false},
        {"a.rpmsave", false, false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(cron::reads_table_named(Flavour::debian, row.name) == row.debian);
        CHECK(cron::reads_table_named(Flavour::systemd_cron, row.name) == row.debian);
        CHECK(cron::reads_table_named(Flavour::cronie, row.name) == row.cronie);
    }
    CHECK(cron::readable_table_name("my backup.cron") == "my-backup-cron");
    CHECK_FALSE(cron::reads_system_tables(Flavour::busybox));
    CHECK(cron::reads_system_tables(Flavour::debian));
}

TEST_CASE("what is a file of /etc/cron.d, by its path") {
    CHECK(cron::system_table_name("/etc/cron.d/backup") == "backup");
    CHECK(cron::system_table_name("/etc/cron.d/a.b") == "a.b");
    for (const char* path :
         {"", "/etc/cron.d", "/etc/cron.d/", "/etc/cron.daily/a", "/etc/crontab", "etc/cron.d/a",
          "/etc/cron.d/a/b", "/etc/cron.d/..", "/etc/cron.d/.", "/etc/cron.d//a"}) {
        CAPTURE(path);
        CHECK_FALSE(cron::system_table_name(path));
    }
}
