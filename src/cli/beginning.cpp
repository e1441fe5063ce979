#include "beginning.hpp"

#include <utility>

#include "context.hpp"

namespace cronmend::cli {
namespace {

std::nullopt_t tell(const CommonArguments& common, const Error& error) {
    static_cast<void>(refuse(common, error));
    return std::nullopt;
}

}  // namespace

std::optional<Beginning> begin(const CommonArguments& common) {
    auto setup = make_setup(common);
    if (!setup) {
        return tell(common, setup.error());
    }
    Tables begun = begin_tables(common, *setup);
    auto memory = open_memory(*setup);
    if (!memory) {
        return tell(common, memory.error());
    }
    auto declaration = load_declaration(*setup, **memory);
    if (!declaration) {
        return tell(common, declaration.error());
    }
    if (has_errors(declaration->diagnostics)) {
        static_cast<void>(refuse(common, declaration->diagnostics));
        return std::nullopt;
    }
    auto tables = make_tables(common, *setup, *declaration, **memory, std::move(begun));
    if (!tables) {
        return tell(common, tables.error());
    }
    return Beginning{std::move(*setup), std::move(*memory), std::move(*declaration),
                     std::move(*tables)};
}

}  // namespace cronmend::cli
