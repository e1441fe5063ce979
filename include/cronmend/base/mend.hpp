// How to put a problem right, in words for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace cronmend {

// The mend as it stands below its message: four blanks in front of each of its lines.
[[nodiscard]] std::string indented_mend(std::string_view mend);

// Where a variable that holds a secret can stand so that neither a table nor the list of processes
// shows it: several lines, the commands as they have to be typed. They make a file of the user's
// that the job runs as, and leave what stands in one that is there. `user`: empty for whoever reads
// this, and for root, who does; for another, the commands are root's to type.
[[nodiscard]] std::string mend_of_secret_variable(std::string_view user);

}  // namespace cronmend
