// What `diff` and `accept` begin with: where everything is, what is known, what is declared, and
// the tables that it is about. Changes nothing.
#pragma once

#include <memory>
#include <optional>

#include "arguments.hpp"
#include "declaration.hpp"
#include "settings.hpp"
#include "tables.hpp"

namespace cronmend::cli {

struct Beginning {
    Setup setup;
    std::unique_ptr<store::Memory> memory;
    Declaration declaration;  // without errors; its jobs are the tasks'
    Tables tables;
};

// Nothing if a part of it cannot be had; that is told then, as refuse() does.
[[nodiscard]] std::optional<Beginning> begin(const CommonArguments& common);

}  // namespace cronmend::cli
