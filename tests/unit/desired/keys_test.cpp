// The parser's lists of keys and words against the JSON Schema's.
#include "keys.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>

#include "cronmend/cron/environment.hpp"
#include "support/source_folder.hpp"
#include "yaml_text.hpp"

using namespace cronmend;
using nlohmann::json;

namespace {

json read_schema() {
    std::ifstream file(cronmend::test::source_folder() + "/schedules/cronmend.schema.json");
    return json::parse(file);
}

std::set<std::string> keys_of(const json& map) {
    std::set<std::string> keys;
    for (const auto& [key, value] : map.at("properties").items()) {
        keys.insert(key);
    }
    return keys;
}

std::set<std::string> known(std::span<const std::string_view> keys) {
    return {keys.begin(), keys.end()};
}

}  // namespace

TEST_CASE("schema and parser know the same keys") {
    const json schema = read_schema();
    const json& definitions = schema.at("definitions");
    const json& defaults = schema.at("properties").at("defaults");
    CHECK(keys_of(schema) == known(desired::kFileKeys));
    CHECK(keys_of(defaults) == known(desired::kDefaultsKeys));
    CHECK(keys_of(definitions.at("job")) == known(desired::kJobKeys));
    CHECK(keys_of(definitions.at("expect")) == known(desired::kExpectKeys));
    for (const json* map :
         {&schema, &defaults, &definitions.at("job"), &definitions.at("expect")}) {
        CHECK(map->at("additionalProperties") == false);
    }
}

TEST_CASE("the parser takes every word of the schema's enums") {
    const json schema = read_schema();
    for (const char* key : {"severity", "mode", "catch_up"}) {
        const json& words = schema.at("definitions").at(key).at("enum");
        for (const json& word : words) {
            INFO(key << ": " << word);
            const std::string text = desired::test::one_job("    " + std::string{key} + ": " +
                                                            word.get<std::string>() + '\n');
            CHECK(!has_errors(desired::test::parse_text(text).diagnostics));
        }
    }
}

TEST_CASE("the schema's reserved variables are cron's") {
    const json names =
        read_schema().at("definitions").at("environment").at("propertyNames").at("not").at("enum");
    CHECK(names.size() == 7);
    for (const json& name : names) {
        INFO(name);
        CHECK(cron::is_reserved(name.get<std::string>()));
    }
}
