#include "cronmend/reconcile/report_folder.hpp"

#include <optional>
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
        const std::string path = folder_ + "/" + incident.id + ".md";
        const bool ready = expected_ && *expected_ == incident;
        return host::write_file(path, ready ? text_ : incident::render_report(incident), 0600);
    }

    void expect(const incident::Incident& incident) override {
        text_ = incident::render_report(incident);
        expected_ = incident;
    }

    Result<void> remove(const std::string& id) override {
        return incident::is_id(id) ? host::remove_file(folder_ + "/" + id + ".md") : Result<void>{};
    }

private:
    std::string folder_;
    std::optional<incident::Incident> expected_;
    std::string text_;  // its report
};

}  // namespace

std::unique_ptr<ReportShelf> make_report_folder(std::string folder) {
    return std::make_unique<ReportFolder>(std::move(folder));
}

}  // namespace cronmend::reconcile
