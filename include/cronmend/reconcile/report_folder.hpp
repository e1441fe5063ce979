// Incident reports as files.
#pragma once

#include <memory>
#include <string>

#include "cronmend/reconcile/pass.hpp"

namespace cronmend::reconcile {

// FOLDER/INC-….md, mode 0600; the folder is made if it is not there.
[[nodiscard]] std::unique_ptr<ReportShelf> make_report_folder(std::string folder);

}  // namespace cronmend::reconcile
