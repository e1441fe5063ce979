// A machine on the table: a crontab, a clock, a store and a report shelf in memory, and a witness
// that can end a pass after any effect.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "cronmend/incident/report.hpp"
#include "cronmend/reconcile/pass.hpp"
#include "cronmend/reconcile/rollback.hpp"
#include "support/drift.hpp"
#include "support/fake_crontab.hpp"

namespace cronmend::test {

class FakeClock : public host::Clock {
public:
    ZonedTime now() override { return {at, std::chrono::hours{1}, "CET"}; }

    Instant at = std::chrono::sys_days{std::chrono::year{2025} / 11 / 2} + std::chrono::hours{11};
};

class FakeShelf : public reconcile::ReportShelf {
public:
    Result<void> put(const incident::Incident& incident) override {
        if (full) {
            return unexpected(ErrorCode::write_failed, "the shelf is full");
        }
        reports[incident.id] = incident::render_report(incident);
        ++puts;
        return {};
    }

    Result<void> remove(const std::string& id) override {
        reports.erase(id);
        return {};
    }

    std::map<std::string, std::string> reports;
    int puts = 0;
    bool full = false;
};

struct Killed {};

class KillingWitness : public reconcile::Witness {
public:
    void done(reconcile::Effect) override {
        if (++effects == kill_after) {
            throw Killed{};
        }
    }

    int effects = 0;
    int kill_after = 0;  // 0: never
};

class BenchHost {
public:
    BenchHost() : store(*store::open_in_memory()) {
        task.user = task.key = "alice";
        task.name = "crontab of alice";
        task.show_command = "crontab -l -u alice";
        task.diff_command = "cronmend diff";
        task.scope.files = {"d.yaml"};
        task.table = &crontab;
    }

    void declare(const std::string& yaml) { task.jobs = declared(yaml).jobs; }

    reconcile::TableOutcome pass() {
        clock.at += std::chrono::minutes{30};
        reconcile::Services services = all();
        CHECK(reconcile::catch_up_reports(services));
        return reconcile::run_pass(task, services);
    }

    // True if the pass was ended after its nth effect; false if it has no so many.
    bool killed_pass(int after) {
        return killed(after, [&] { static_cast<void>(pass()); });
    }
    bool killed_rollback(std::int64_t snapshot, int after) {
        const auto plan = reconcile::plan_rollback(snapshot, task, *store);
        REQUIRE(plan);
        reconcile::Services services = all();
        return killed(after,
                      [&] { static_cast<void>(reconcile::roll_back(*plan, task, services)); });
    }

    // True if the work was ended behind so many effects, as by SIGKILL.
    template <class Work>
    bool killed(int after, const Work& work) {
        witness = {};
        witness.kill_after = after;
        try {
            work();
        } catch (const Killed&) {
            witness = {};
            return true;
        }
        witness = {};
        return false;
    }

    reconcile::Services all() {
        return {*store,
                shelf,
                clock,
                witness,
                [](const std::string&) { return std::string{"/home/alice"}; },
                "host",
                [this] {
                    const std::string number = std::to_string(++ids_);
                    return std::string(6 - number.size(), 'a') + number;
                }};
    }

    std::vector<incident::Incident> incidents(std::optional<incident::Status> status = {}) {
        store::IncidentFilter filter;
        filter.status = status;
        return *store->incidents(filter);
    }

    FakeCrontab crontab;
    FakeClock clock;
    FakeShelf shelf;
    KillingWitness witness;
    std::unique_ptr<store::Store> store;
    reconcile::TableTask task;

private:
    int ids_ = 0;
};

inline constexpr const char* kOneBackup =
    "version: 1\njobs: {backup: {schedule: \"0 3 * * *\", command: /opt/backup, severity: "
    "critical}}\n";

inline constexpr const char* kHealedAndWatched =
    "version: 1\njobs:\n"
    "  healed: {schedule: \"0 3 * * *\", command: /opt/healed}\n"
    "  watched: {schedule: \"0 4 * * *\", command: /opt/watched, mode: warn}\n";

}  // namespace cronmend::test
