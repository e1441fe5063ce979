// A declaration is shown without its secrets, in whatever form YAML lets them stand.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "cronmend/base/redact.hpp"
#include "cronmend/desired/redact.hpp"

using namespace cronmend;

TEST_CASE("redact_declaration: no secret is shown, and every line and all else is") {
    struct Row {
        const char* name;
        const char* value;  // behind `a:`, two spaces below
    };
    const Row rows[] = {
        {"plain", "command: mysql -pSw0rd --keep"},
        {"double quotes", "command: \"mysql -p\\\"Sw0rd Sw0rd\\\" --keep\""},
        {"single quotes", "command: 'mysql -p''Sw0rd Sw0rd'' --keep'"},
        {"a literal block", "command: |\n      mysql --password \\\n        Sw0rd\n    keep: 1"},
        {"a folded block", "command: >-\n      mysql --password\n      Sw0rd\n    keep: 1"},
        {"a block of its own indentation", "command: |2\n     mysql -u x:Sw0rd\n    keep: 1"},
        {"plain over two lines", "command: mysql --password\n      Sw0rd\n    keep: 1"},
        {"quotes over two lines", "command: \"mysql --password\n      Sw0rd\"\n    keep: 1"},
        {"single quotes over two lines", "command: 'mysql --password\n\n      Sw0rd'\n    keep: 1"},
        {"a variable", "environment: {API_TOKEN: Sw0rd, KEEP: keep}"},
        {"a variable's block", "environment:\n      API_TOKEN: |\n        Sw0rd\n    keep: 1"},
        {"a variable's value below it",
         "environment:\n      API_TOKEN:\n        Sw0rd\n    keep: 1"},
        {"below it, in a map of braces",
         "environment: {API_TOKEN:\n Sw0rd\n  Sw0rd, KEEP:\n keep}"},
        {"an anchor", "environment: {API_TOKEN: &t Sw0rd, KEEP: keep}"},
        {"an alias", "keep: &t Sw0rd\n    environment: {API_TOKEN: *t}"},
        {"a tag", "environment: {API_TOKEN: !!str Sw0rd, KEEP: keep}"},
        {"standard input", "stdin: |\n      keep\n      PASSWORD=Sw0rd\n    keep: 1"},
        {"a value with blanks", "environment: {DB_PASSPHRASE: Sw0rd horse Sw0rd, KEEP: keep}"},
        {"standard input of a program that wants a secret",
         "command: /usr/sbin/chpasswd\n    stdin: root:Sw0rd\n    keep: 1"},
        {"such input in a block", "stdin: |\n      root:Sw0rd\n    command: chpasswd\n    keep: 1"},
        {"the file's last value", "keep: 1\n    command: |\n      x\n      PASSWORD=Sw0rd"},
        {"no YAML", "keep: [\n    PASSWORD: Sw0rd"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        for (const char* line_end : {"\n", "\r\n"}) {
            std::string text = std::string{"# keep\njobs:\n  a:\n    "} + row.value + "\n";
            for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;
                 at += std::string{line_end}.size()) {
                text.replace(at, 1, line_end);
            }
            const std::string shown = desired::redact_declaration(text);
            CAPTURE(shown);
            CHECK(shown.find("Sw0rd") == std::string::npos);
            CHECK(shown.find("[redacted]") != std::string::npos);
            CHECK(shown.starts_with("# keep"));
            CHECK(std::count(shown.begin(), shown.end(), '\n') ==
                  std::count(text.begin(), text.end(), '\n'));
            CHECK(shown.find("keep", 8) != std::string::npos);
        }
    }
}

TEST_CASE("redact_declaration: what holds no secret stays byte for byte") {
    const std::string text =
        "\xef\xbb\xbfversion: 1\njobs:\n  a: &a\n    schedule: [\"@daily\",\n      '0 3 * * *']\n"
        "    command: >\n      /opt/x\n      --all\n  b: {<<: *a, command: \"x \\\n    y\"}\n";
    CHECK(desired::redact_declaration(text) == text);
}
