#include "cronmend/reconcile/report_folder.hpp"

#include <doctest/doctest.h>

#include <string>

#include "cronmend/incident/report.hpp"
#include "support/temporary_folder.hpp"

using namespace cronmend;

namespace {

incident::Incident an_incident(const std::string& suffix) {
    incident::Incident incident;
    incident.id = incident::make_id(incident.created, suffix);
    incident.table = "crontab of alice";
    return incident;
}

std::string file_of(const test::TemporaryFolder& folder, const incident::Incident& incident) {
    return test::content_of(folder / (incident.id + ".md"));
}

}  // namespace

TEST_CASE("a report is that of the incident as it is put, whatever was expected") {
    const test::TemporaryFolder folder;
    const auto shelf = reconcile::make_report_folder(folder.path());
    const incident::Incident expected = an_incident("aaaaa1");
    shelf->expect(expected);
    CHECK(file_of(folder, expected).empty());

    SUBCASE("as expected") {
        REQUIRE(shelf->put(expected));
        CHECK(file_of(folder, expected) == incident::render_report(expected));
    }
    SUBCASE("with more in it") {
        incident::Incident grown = expected;
        grown.notes.emplace_back("it came otherwise");
        REQUIRE(shelf->put(grown));
        CHECK(file_of(folder, grown) == incident::render_report(grown));
    }
    SUBCASE("another one") {
        const incident::Incident other = an_incident("aaaaa2");
        REQUIRE(shelf->put(other));
        CHECK(file_of(folder, other) == incident::render_report(other));
        CHECK(file_of(folder, expected).empty());
    }
}
