// The commands. Each adds itself to the command line, from a file of its own: a line here and a
// line in the table of program.cpp make it known. When run, it prints its data to standard output
// and everything else to standard error.
#pragma once

namespace cronmend::cli {

class CommandLine;

void add_diff(CommandLine& line);
void add_apply(CommandLine& line);
void add_incident(CommandLine& line);
void add_history(CommandLine& line);
void add_rollback(CommandLine& line);
void add_import(CommandLine& line);
void add_accept(CommandLine& line);
void add_explain(CommandLine& line);
void add_next(CommandLine& line);
void add_at(CommandLine& line);
void add_lint(CommandLine& line);

}  // namespace cronmend::cli
