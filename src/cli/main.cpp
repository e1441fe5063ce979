#include "program.hpp"

int main(int argc, char** argv) {
    return cronmend::cli::run_program(argc, argv);
}
