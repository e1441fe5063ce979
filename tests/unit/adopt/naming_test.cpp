#include <doctest/doctest.h>

#include <string>

#include "cronmend/cron/marker.hpp"
#include "naming.hpp"
#include "support/random.hpp"

using namespace cronmend;

TEST_CASE("a command's name is that of the program that matters") {
    struct Row {
        const char* command;
        const char* name;
    };
    const Row rows[] = {
        {"/usr/local/bin/backup-run.sh", "backup-run"},
        {"/usr/local/bin/backup-run.sh --full", "backup-run-full"},
        {"/usr/local/bin/sync --quiet", "sync"},
        {"certbot -q renew", "certbot-renew"},
        {"cd /srv/app && php artisan schedule:run >> /dev/null 2>&1", "artisan-schedule-run"},
        {"/usr/bin/php8.2 -q /var/www/shop/public_html/cron.php", "shop-cron"},
        {"php -d memory_limit=-1 -f /var/www/cloud/occ files:scan --all", "occ-files-scan"},
        {"python3 -m pipeline.daily --date today", "pipeline-daily-today"},
        {"perl -e 'sleep int(rand(3600))' && certbot -q renew", "certbot-renew"},
        {"nice -n 19 ionice -c3 restic backup /home", "restic-backup-home"},
        {"flock -n /run/lock/x.lock -c '/opt/job --all'", "job-all"},
        {"timeout 2h /opt/job.py", "job"},
        {"sudo -u www-data /usr/bin/php /var/www/site/bin/console app:sync", "console-app-sync"},
        {"su - deploy -c '/home/deploy/bin/refresh.sh --all'", "refresh-all"},
        {"/bin/bash -l -c 'cd /srv/app && bundle exec rake stats:refresh'", "rake-stats-refresh"},
        {"FOO=1 BAR='2 3' /opt/job one", "job-one"},
        {"[ -x /usr/bin/munin-cron ] && /usr/bin/munin-cron", "munin-cron"},
        {"if [ -x /usr/bin/munin-cron ]; then /usr/bin/munin-cron; fi", "munin-cron"},
        {"curl -s 'https://www.example.org/cron.php?key=secret' > /dev/null",
         "curl-www-example-org-cron-php"},
        {"mysqldump shop > /var/backups/shop-`date +%F`.sql", "mysqldump-shop"},
        {"/opt/prüfen", "pruefen"},
        {"'/opt/with blanks/my job.sh'", "my-job"},
        {"$(which x)", "which-x"},
        {"?", "job"},
        {"", "job"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.command);
        CHECK(adopt::name_of_command(row.command).name == row.name);
    }
}

TEST_CASE("a name is a job's id, whatever the command holds") {
    test::Random random{test::chosen_seed()};
    CAPTURE(random.seed());
    for (int round = 0; round < 20000; ++round) {
        std::string command;
        for (std::size_t i = random.below(30); i > 0; --i) {
            const std::string_view pieces = " \t'\"`$();&|<>\\/-=.aZ0_{}!\n\xc3\xbc\xff%*";
            command += pieces[random.below(pieces.size())];
        }
        CAPTURE(command);
        const adopt::CommandName name = adopt::name_of_command(command);
        CHECK(cron::is_job_id(name.name));
        CHECK(name.name.size() <= 2 * adopt::kLongestName);
    }
}

TEST_CASE("a schedule's name tells the time of day") {
    CHECK(adopt::name_of_schedule("5 3 * * *") == "0305");
    CHECK(adopt::name_of_schedule("@daily") == "daily");
    CHECK(adopt::name_of_schedule("*/5 3 * * *").empty());
}

TEST_CASE("ids are given once") {
    adopt::IdBook book;
    CHECK(book.give("a", {}) == "a");
    CHECK(book.give("a", {"", "shop"}) == "a-shop");
    CHECK(book.give("a", {"shop"}) == "a-2");
    CHECK(book.give("a", {"shop"}) == "a-3");
}
