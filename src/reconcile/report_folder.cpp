#include "cronmend/reconcile/report_folder.hpp"

#include <utility>

#include "cronmend/host/files.hpp"
#include "cronmend/incident/report.hpp"

namespace cronmend::reconcile {
namespace {

class ReportFolder : public ReportShelf {
public:
    explicit ReportFolder(std::string folder) : folder_(std::move(folder)) {}

    Result<void> put(const incident::Incident& incident) override {
        if (!incident::is_id(incident.id)) {
            return unexpected(ErrorCode::internal, "not an incident's id: " + incident.id);
        }
        if (auto made = host::make_folder(folder_); !made) {
            return made;
        }
        return host::write_file(folder_ + "/" + incident.id + ".md",
                                incident::render_report(incident), 0600);
    }

private:
    std::string folder_;
};

}  // namespace

std::unique_ptr<ReportShelf> make_report_folder(std::string folder) {
    return std::make_unique<ReportFolder>(std::move(folder));
}

}  // namespace cronmend::reconcile
