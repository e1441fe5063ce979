#include "cronmend/base/redact.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/random.hpp"

using cronmend::redact;

TEST_CASE("secrets that a name announces are taken out") {
    struct Row {
        std::string name, text, expected;
    };
    const std::vector<Row> rows{
        {"environment line", "PGPASSWORD=hunter2", "PGPASSWORD=[redacted]"},
        {"blanks around the sign", "DB_PASS = hunter2", "DB_PASS = [redacted]"},
        {"quoted with blanks", "SECRET='a b c' next", "SECRET='[redacted]' next"},
        {"long option", "dump --password=x --host=h", "dump --password=[redacted] --host=h"},
        {"long option, own word", "dump --password x y", "dump --password [redacted] y"},
        {"option without value", "dump --password --host h", "dump --password --host h"},
        {"mysql", "mysqldump -uroot -phunter2 db", "mysqldump -uroot -p[redacted] db"},
        {"-p of others is no password", "mkdir -pv /a", "mkdir -pv /a"},
        {"sshpass", "sshpass -p hunter2 ssh h", "sshpass -p [redacted] ssh h"},
        {"url", "curl https://u:pw@host/x", "curl https://u:[redacted]@host/x"},
        {"url without password", "curl https://host:8080/x", "curl https://host:8080/x"},
        {"curl -u", "curl -u me:pw https://h", "curl -u me:[redacted] https://h"},
        {"crontab -u", "crontab -u alice -l", "crontab -u alice -l"},
        {"header", "curl -H 'Authorization: Bearer abc' h",
         "curl -H 'Authorization: Bearer [redacted]' h"},
        {"header, own name", "curl -H 'X-Api-Key: abc' h", "curl -H 'X-Api-Key: [redacted]' h"},
        {"json", R"(x -d {"password":"abc","a":1})", R"(x -d {"password":"[redacted]","a":1})"},
        {"a file is no secret", "RESTIC_PASSWORD_FILE=/etc/p", "RESTIC_PASSWORD_FILE=/etc/p"},
        {"in a crontab line", "0 3 * * * TOKEN=abc; run", "0 3 * * * TOKEN=[redacted]; run"},
        {"behind export", "export AWS_SECRET_ACCESS_KEY='k' B='1'; go",
         "export AWS_SECRET_ACCESS_KEY='[redacted]' B='1'; go"},
        {"two in a line", "A_TOKEN=1 B_TOKEN=2", "A_TOKEN=[redacted] B_TOKEN=[redacted]"},
        {"no secret", "0 3 * * * /usr/local/bin/backup-run.sh",
         "0 3 * * * /usr/local/bin/backup-run.sh"},
        {"empty value", "SECRET=", "SECRET="},
        {"last line without newline", "a\nTOKEN=x", "a\nTOKEN=[redacted]"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(redact(row.text) == row.expected);
        CHECK(cronmend::holds_secret(row.text) == (row.text != row.expected));
    }
}

TEST_CASE("redaction keeps the lines and ends on every input") {
    cronmend::test::Random random{cronmend::test::chosen_seed()};
    CAPTURE(random.seed());
    const std::vector<std::string> pieces{"PASSWORD", "=",      ":",  " ",  "\n",    "'",
                                          "\"",       "://",    "@",  "-p", "mysql", "--token",
                                          "x",        "Bearer", "-u", "\t", ";",     "\0"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = random.below(20); i > 0; --i) {
            text += random.pick(pieces);
        }
        CAPTURE(text);
        const std::string out = redact(text);
        CHECK(std::count(out.begin(), out.end(), '\n') ==
              std::count(text.begin(), text.end(), '\n'));
    }
}
