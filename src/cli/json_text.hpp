// What all JSON forms are made with.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cronmend/base/diagnostic.hpp"

namespace cronmend::cli {

using Json = nlohmann::ordered_json;

// Without secrets. JSON can carry every character but not every byte: those are made visible.
[[nodiscard]] std::string json_safe(std::string_view text);
// The same of a text that has no secrets in it any more.
[[nodiscard]] std::string json_told(std::string text);
// Without secrets, for a sentence of ours.
[[nodiscard]] std::string json_message(std::string_view text);
[[nodiscard]] Json diagnostics_json(const Diagnostics& diagnostics);
// Over several lines, with a newline at the end.
[[nodiscard]] std::string json_text(const Json& json);

}  // namespace cronmend::cli
