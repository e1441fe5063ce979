// The host has another cron than at the last pass: what that one wants written otherwise is rolled
// out, and nobody is blamed for it.
#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "cronmend/host/zone.hpp"
#include "cronmend/plan/plan.hpp"
#include "support/drift.hpp"
#include "support/next_pass.hpp"

using namespace cronmend;

namespace {

plan::TableInput input_of(const std::string& yaml, cron::Flavour flavour) {
    plan::TableInput input;
    input.user = "alice";
    input.homes = {{"alice", "/home/alice"}};
    input.flavour = flavour;
    input.scope.files = {"d.yaml"};
    input.jobs = test::declared(yaml, flavour).jobs;
    return input;
}

plan::TablePlan changed_over(const std::string& yaml,
                             const std::pair<cron::Flavour, cron::Flavour>& crons,
                             const std::shared_ptr<const plan::Zoning>& zoning = nullptr) {
    plan::TableInput first = input_of(yaml, crons.first);
    first.zoning = zoning;
    const auto before = plan::make_plan(first);
    REQUIRE(before);
    plan::TableInput second = input_of(yaml, crons.second);
    second.zoning = zoning;
    first.jobs = second.jobs;
    first.flavour = second.flavour;
    auto after = plan::make_plan(test::behind(first, *before));
    REQUIRE(after);
    return std::move(*after);
}

}  // namespace

TEST_CASE("what an entry stood under, and the other cron cannot say, is named with the mend") {
    using cron::Flavour;
    const std::string job = "version: 1\njobs:\n  a: {schedule: \"0 3 * * *\", command: /bin/x";
    plan::TableInput first = input_of(job + "}\n", Flavour::debian);
    first.observed.text = "SHELL=/bin/sh #n\n0 3 * * * /bin/x\n";
    const auto adopted = plan::make_plan(first);
    REQUIRE(adopted);
    plan::TableInput second = test::behind(first, *adopted);
    second.flavour = Flavour::busybox;
    second.jobs = input_of(job + "}\n", second.flavour).jobs;
    second.observed.text = "";
    const auto refused = plan::make_plan(second);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::unsupported);
    CHECK(refused.error().message.find("job a stood under SHELL=/bin/sh #n, which is gone") !=
          std::string::npos);
    CHECK(refused.error().mend.find("declare what SHELL shall be") != std::string::npos);
    second.jobs = input_of(job + ", environment: {SHELL: /bin/sh}}\n", second.flavour).jobs;
    CHECK(plan::make_plan(second));
}

TEST_CASE("a line that another cron wants written otherwise is a roll-out that says so") {
    const std::string yaml =
        "version: 1\njobs:\n"
        "  stamp: {schedule: \"0 3 * * *\", command: \"date +%F\", environment: {LANG: C}}\n"
        "  plain: {schedule: \"0 4 * * *\", command: /opt/plain}\n";
    using cron::Flavour;
    for (const auto& crons : {std::pair{Flavour::debian, Flavour::busybox},
                              std::pair{Flavour::busybox, Flavour::cronie}}) {
        const plan::TablePlan plan = changed_over(yaml, crons);
        REQUIRE(plan.changes.size() == 1);
        CHECK(plan.changes[0].cause == plan::Cause::rollout);
        CHECK(plan.changes[0].reason ==
              "written for another cron: " + std::string{cron::program_of(crons.second)} +
                  " reads that line otherwise");
    }
}

TEST_CASE("entries in another zone are nobody's edits where another cron takes them by name") {
    plan::Zoning zoning;
    zoning.host = host::load_zone("UTC").value();
    zoning.others.emplace("Asia/Tokyo", host::load_zone("Asia/Tokyo").value());
    zoning.from = std::chrono::sys_days{std::chrono::year{2026} / 1 / 10};
    zoning.program = "/usr/bin/cronmend";
    const plan::TablePlan plan = changed_over(
        "version: 1\ntimezone: Asia/Tokyo\njobs:\n"
        "  gap: {schedule: [\"30 2 1 * 1\", \"30 3 1 * 1\"], command: /opt/gap}\n",
        {cron::Flavour::debian, cron::Flavour::cronie},
        std::make_shared<const plan::Zoning>(std::move(zoning)));
    REQUIRE(plan.changes.size() == 6);
    for (const plan::Change& change : plan.changes) {
        CAPTURE(change.reason);
        CHECK(change.cause == plan::Cause::rollout);
        const bool goes = change.action == plan::Action::remove;
        CHECK(goes == (change.reason == "needed no more: cronie is told of time zones by CRON_TZ"));
    }
    CHECK(plan.changes[1].before->find("30 18 31") == 0);
    CHECK(plan.changes[1].reason ==
          "written for another cron: cronie is told of time zones by CRON_TZ");
}
