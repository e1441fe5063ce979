// How to put a problem right, in words for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// The mend as it stands below its message: four blanks in front of each of its lines.
[[nodiscard]] std::string indented_mend(std::string_view mend);

// A word of a command to be typed, as a shell takes it: quoted only where it must be.
[[nodiscard]] std::string shell_word(const std::string& word);

// Where a variable that holds a secret can stand so that neither a table nor the list of processes
// shows it: several lines, the commands as they have to be typed. They make a file of the user's
// that the job runs as, and leave what stands in one that is there. `reader` is the user who is
// told, and types them; `user` may be empty if it is the same.
[[nodiscard]] std::string mend_of_secret_variable(std::string_view user, std::string_view reader);

}  // namespace cronmend
