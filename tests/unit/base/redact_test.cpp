#include "cronmend/base/redact.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
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
        {"quoted for the shell with a quote inside", R"(export DB_PASSWORD='it'\''s-tail'; go)",
         "export DB_PASSWORD=[redacted]; go"},
        {"escaped quote", R"(PASSWORD="a\"b" go)", R"(PASSWORD="[redacted]" go)"},
        {"escaped blank", R"(PASSWORD=x\ y go)", "PASSWORD=[redacted] go"},
        {"parts side by side", R"(PASSWORD=a"b c"'d' go)", "PASSWORD=[redacted] go"},
        {"inside of a quote", R"(sh -c "PASSWORD=abc go" x)",
         R"(sh -c "PASSWORD=[redacted] go" x)"},
        {"an apostrophe inside of a quote", R"(sh -c "PASSWORD=it's go" x)",
         R"(sh -c "PASSWORD=[redacted] go" x)"},
        {"json in a quote", R"(x -d '{"password": "a b", "n": 1}')",
         R"(x -d '{"password": "[redacted]", "n": 1}')"},
        {"header of any scheme", "curl -H 'Authorization: token a b' h",
         "curl -H 'Authorization: token [redacted]' h"},
        {"header without scheme", "curl -H \"authorization: abc\" h",
         "curl -H \"authorization: [redacted]\" h"},
        {"signed header", "curl -H 'Authorization: AWS4 Credential=x, Signature=y' h",
         "curl -H 'Authorization: AWS4 [redacted]' h"},
        {"cookie", "curl -H 'Cookie: a=b; c=d' h", "curl -H 'Cookie: [redacted]' h"},
        {"header in no quotes", R"(curl -H Authorization:Bearer\ abc h)",
         R"(curl -H Authorization:Bearer\ [redacted] h)"},
        {"curl -uUSER:PASSWORD", "curl -ume:pw https://h", "curl -ume:[redacted] https://h"},
        {"curl --user=", "curl --user=me:pw https://h", "curl --user=me:[redacted] https://h"},
        {"short names", "x --pw=a --pwd b PAT=1 GITHUB_PAT=c",
         "x --pw=[redacted] --pwd [redacted] PAT=1 GITHUB_PAT=[redacted]"},
        {"redis", "redis-cli -a pw PING", "redis-cli -a [redacted] PING"},
        {"ldap", "ldapsearch -x -w pw -b dc", "ldapsearch -x -w [redacted] -b dc"},
        {"zip", "zip -P pw -r a.zip a", "zip -P [redacted] -r a.zip a"},
        {"7z", "7z a -ppw a.7z a", "7z a -p[redacted] a.7z a"},
        {"smbclient", "smbclient //h/s -U me%pw -c ls", "smbclient //h/s -U [redacted] -c ls"},
        {"token as the user of a URL", "git pull https://ghp_abc@host/x",
         "git pull https://[redacted]@host/x"},
        {"user of another URL", "rsync rsync://me@host/x /y", "rsync rsync://me@host/x /y"},
        {"hook", "curl -d x https://hooks.slack.com/services/T0/B0/abc",
         "curl -d x https://hooks.slack.com/services/[redacted]"},
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
    const std::vector<std::string> pieces{
        "PASSWORD", "=",       ":", " ",      "\n", "'",  "\"", "://", "@",  "-p",
        "mysql",    "--token", "x", "Bearer", "-u", "\t", ";",  "\0",  "\\", "Authorization",
        "Cookie",   "zip",     "-P"};
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

TEST_CASE("a program named again and again costs no more than its words") {
    const auto cost = [](int words) {
        std::string line;
        for (int word = 0; word < words; ++word) {
            line += "mysql ";
        }
        const std::clock_t start = std::clock();
        CHECK(redact(line + "-psecret") == line + "-p[redacted]");
        return static_cast<double>(std::clock() - start);
    };
    // Eight times the words: 8 if it goes by their number, 64 if by its square.
    const double few = cost(5'000);
    CHECK(cost(40'000) < 30 * few);
}
