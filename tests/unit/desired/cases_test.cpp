// Small files, each with what is to be said of it in NAME.expected beside it. schema_test.py holds
// the JSON Schema against the same files. CRONMEND_UPDATE_GOLDEN=1 writes the expectations anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "support/source_folder.hpp"
#include "yaml_text.hpp"

namespace fs = std::filesystem;
using namespace cronmend;
using desired::test::listing;

namespace {

const fs::path kCases = fs::path{cronmend::test::source_folder()} / "tests/unit/desired/cases";

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".yaml") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

// A case without diagnostics has no file of them.
void check_expected(const fs::path& yaml, const std::string& said) {
    fs::path expected = yaml;
    expected.replace_extension(".expected");
    const char* update = std::getenv("CRONMEND_UPDATE_GOLDEN");
    if (update != nullptr && std::string_view{update} == "1") {
        fs::remove(expected);
        if (!said.empty()) {
            std::ofstream(expected, std::ios::binary) << said;
        }
    }
    CHECK(said == read(expected));
}

desired::ParsedState parse_file(const fs::path& path) {
    return desired::parse({{path.filename().string(), read(path)}}, {"operator"});
}

}  // namespace

TEST_CASE("every good case is taken, with the warnings expected") {
    const std::vector<fs::path> files = yaml_files(kCases / "good");
    REQUIRE(files.size() > 15);
    for (const fs::path& file : files) {
        INFO(file.filename().string());
        const desired::ParsedState parsed = parse_file(file);
        CHECK(!has_errors(parsed.diagnostics));
        check_expected(file, listing(parsed.diagnostics));
    }
}

TEST_CASE("every bad case is refused, in the words expected") {
    const std::vector<fs::path> files = yaml_files(kCases / "bad");
    REQUIRE(files.size() > 40);
    for (const fs::path& file : files) {
        INFO(file.filename().string());
        const desired::ParsedState parsed = parse_file(file);
        CHECK(has_errors(parsed.diagnostics));
        check_expected(file, listing(parsed.diagnostics));
    }
}

TEST_CASE("no secret of a case is repeated in its diagnostics") {
    for (const fs::path& file : yaml_files(kCases / "bad")) {
        INFO(file.filename().string());
        CHECK(listing(parse_file(file).diagnostics).find("hunter2") == std::string::npos);
    }
}

TEST_CASE("no expectation is left without its case") {
    for (const char* kind : {"good", "bad"}) {
        for (const fs::directory_entry& entry : fs::directory_iterator(kCases / kind)) {
            INFO(entry.path().string());
            fs::path yaml = entry.path();
            CHECK(fs::exists(yaml.replace_extension(".yaml")));
        }
    }
}

TEST_CASE("the declarations that ship are in order, alone and together") {
    std::vector<desired::SourceText> all;
    for (const fs::path& file :
         yaml_files(fs::path{cronmend::test::source_folder()} / "schedules")) {
        INFO(file.filename().string());
        CHECK(listing(parse_file(file).diagnostics).empty());
        CHECK(read(file).starts_with("# yaml-language-server: $schema=cronmend.schema.json\n"));
        all.push_back({file.filename().string(), read(file)});
    }
    CHECK(all.size() >= 4);
    CHECK(listing(desired::parse(all, {"root"}).diagnostics).empty());
}

TEST_CASE("schedules/backup.yaml declares the three backups, in whose table it may be") {
    const fs::path file = fs::path{cronmend::test::source_folder()} / "schedules/backup.yaml";
    const desired::ParsedState parsed = parse_file(file);
    REQUIRE(parsed.state.jobs.size() == 3);
    const std::vector<std::pair<std::string, std::string>> wanted = {
        {"backup-overnight", "0 3 * * *"},
        {"backup-midday", "0 11 * * *"},
        {"backup-evening", "0 19 * * *"}};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const desired::Job& job = parsed.state.jobs[i];
        CHECK(job.id == wanted[i].first);
        CHECK(job.schedules.at(0).text == wanted[i].second);
        CHECK(job.command == "/usr/local/bin/backup-run.sh");
        CHECK(job.user == "operator");
        CHECK(job.environment.empty());
        CHECK(job.severity == Severity::critical);
        CHECK(job.expect.has_value());
    }
}
