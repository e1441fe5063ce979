// What somebody does to a file in the very moment in which it is replaced or removed.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <string>

#include "exchange.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;
using namespace cronmend::host;

namespace {

struct Scene {
    test::TemporaryFolder folder;
    std::string path = folder / "table";
    std::string name = "table";
    Descriptor opened = open_folder(folder.path());

    [[nodiscard]] FilePlace place() const { return {opened, name, path}; }
    [[nodiscard]] std::size_t files() const {
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& file :
             std::filesystem::directory_iterator{folder.path()}) {
            ++count;
        }
        return count;
    }
};

Recognizer says(
    bool answer, std::function<void()> meanwhile = [] {}) {
    return [answer, meanwhile](const Descriptor&, const std::string&) {
        meanwhile();
        return answer;
    };
}

}  // namespace

TEST_CASE("exchange_file: the file that is recognized goes, and nothing is left beside it") {
    const Scene scene;
    scene.folder.file("table", "old\n");
    std::string seen;
    REQUIRE(exchange_file(scene.place(), {"new\n", 0640},
                          [&](const Descriptor& folder, const std::string& name) {
                              const auto file = open_regular_file_in(folder, name, name);
                              seen = file ? read_to_end(*file, name, 100).value_or("") : "";
                              return true;
                          }));
    CHECK(seen == "old\n");
    CHECK(test::content_of(scene.path) == "new\n");
    CHECK(scene.files() == 1);
}

TEST_CASE("exchange_file: another file is put back, the very same") {
    const Scene scene;
    scene.folder.file("table", "edited meanwhile\n");
    struct stat before {};
    struct stat after {};
    REQUIRE(::stat(scene.path.c_str(), &before) == 0);
    const auto done = exchange_file(scene.place(), {"new\n"}, says(false));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::moved);
    CHECK(test::content_of(scene.path) == "edited meanwhile\n");
    REQUIRE(::stat(scene.path.c_str(), &after) == 0);
    CHECK(after.st_ino == before.st_ino);
    CHECK(scene.files() == 1);
}

TEST_CASE("exchange_file: what comes between even then is kept beside it, and said") {
    const Scene scene;
    scene.folder.file("table", "edited meanwhile\n");
    const auto done = exchange_file(scene.place(), {"new\n"}, says(false, [&] {
                                        scene.folder.file("other", "and once more\n");
                                        std::filesystem::rename(scene.folder / "other", scene.path);
                                    }));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::write_failed);
    CHECK(test::content_of(scene.path) == "edited meanwhile\n");
    REQUIRE(scene.files() == 2);
    const std::string& mend = done.error().mend;
    const std::size_t at = mend.find(".cronmend-");
    REQUIRE(at != std::string::npos);
    CHECK(test::content_of(scene.folder / mend.substr(at, mend.find(':') - at)) ==
          "and once more\n");
}

TEST_CASE("place_file: what stands there by now stays") {
    const Scene scene;
    REQUIRE(place_file(scene.place(), {"new\n"}));
    const auto again = place_file(scene.place(), {"newer\n"});
    REQUIRE_FALSE(again);
    CHECK(again.error().code == ErrorCode::moved);
    CHECK(test::content_of(scene.path) == "new\n");
    CHECK(scene.files() == 1);
}

TEST_CASE("take_file_away: only the file that is recognized") {
    const Scene scene;
    scene.folder.file("table", "old\n");
    const auto done = take_file_away(scene.place(), says(false));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::moved);
    CHECK(test::content_of(scene.path) == "old\n");
    CHECK(scene.files() == 1);
    REQUIRE(take_file_away(scene.place(), says(true)));
    CHECK(scene.files() == 0);
    CHECK(take_file_away(scene.place(), says(true)));
}
