#include "cronmend/host/flavour.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

using namespace cronmend;
using cron::Flavour;
using host::FlavourFacts;

namespace {

namespace fs = std::filesystem;

// A machine of files.
class FakeRoot {
public:
    explicit FakeRoot(const std::vector<std::string>& files) {
        for (const std::string& file : files) {
            put(file, "");
        }
    }
    void put(const std::string& path, const std::string& content) const {
        fs::create_directories(fs::path(folder_.path() + path).parent_path());
        static_cast<void>(folder_.file(path.substr(1), content));
    }
    void link(const std::string& path, const std::string& target) const {
        fs::create_directories(fs::path(folder_.path() + path).parent_path());
        fs::create_symlink(target, folder_.path() + path);
    }
    [[nodiscard]] std::string at(const std::string& path) const { return folder_.path() + path; }
    [[nodiscard]] host::FoundFlavour found(const std::string& crontab = "") const {
        return host::find_flavour(crontab.empty() ? "" : at(crontab), folder_.path());
    }

private:
    test::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("the program decides, then the only daemon, then the one that runs") {
    struct Row {
        std::string name;
        FlavourFacts facts;
        Flavour flavour;
        bool known;
    };
    const std::vector<Row> rows = {
        {"nothing", {}, Flavour::debian, false},
        {"program", {Flavour::bcron, {Flavour::debian}, Flavour::cronie}, Flavour::bcron, true},
        {"one daemon", {{}, {Flavour::cronie}, {}}, Flavour::cronie, true},
        {"one runs",
         {{}, {Flavour::debian, Flavour::busybox}, Flavour::busybox},
         Flavour::busybox,
         true},
        {"none runs", {{}, {Flavour::debian, Flavour::busybox}, {}}, Flavour::debian, true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const host::FoundFlavour found = host::decide_flavour(row.facts);
        CHECK(found.flavour == row.flavour);
        CHECK(found.known == row.known);
        CHECK_FALSE(found.reason.empty());
    }
}

TEST_CASE("the crontab program gives itself away") {
    const FakeRoot root({"/usr/sbin/cron"});
    root.put("/usr/bin/debian", "x# (Cron version -- %s)\n");
    root.put("/usr/bin/fedora", std::string("\0cronie 1.7.2\0", 14));
    root.put("/usr/bin/generator", "HELPER = '/lib/systemd-cron/crontab_setgid'\n");
    root.put("/usr/bin/bcrontab", "BCRON_SOCKET");
    root.put("/bin/busybox", "");
    root.put("/usr/bin/wrapper", "#!/bin/sh\nexec real-crontab \"$@\"\n");
    root.link("/usr/bin/applet", "../../bin/busybox");
    root.link("/usr/bin/alternative", "bcrontab");
    const std::vector<std::pair<std::string, Flavour>> rows = {
        {"/usr/bin/debian", Flavour::debian},          {"/usr/bin/fedora", Flavour::cronie},
        {"/usr/bin/generator", Flavour::systemd_cron}, {"/usr/bin/bcrontab", Flavour::bcron},
        {"/usr/bin/alternative", Flavour::bcron},      {"/usr/bin/applet", Flavour::busybox},
        {"/usr/bin/wrapper", Flavour::debian},  // by the daemon
        {"/usr/bin/not-there", Flavour::debian}};
    for (const auto& [program, flavour] : rows) {
        CAPTURE(program);
        CHECK(root.found(program).flavour == flavour);
        CHECK(root.found(program).known);
    }
}

TEST_CASE("the daemon that is installed, or runs") {
    CHECK_FALSE(FakeRoot({}).found().known);
    CHECK(FakeRoot({"/usr/sbin/crond"}).found().flavour == Flavour::cronie);
    CHECK(FakeRoot({"/usr/sbin/bcron-sched"}).found().flavour == Flavour::bcron);
    CHECK(FakeRoot({"/lib/systemd/system-generators/systemd-crontab-generator"}).found().flavour ==
          Flavour::systemd_cron);

    const FakeRoot alpine({"/bin/busybox"});
    alpine.link("/usr/sbin/crond", "../../bin/busybox");
    CHECK(alpine.found().flavour == Flavour::busybox);

    alpine.put("/usr/sbin/cron", "");
    CHECK(alpine.found().flavour == Flavour::debian);
    alpine.put("/proc/self-made/comm", "cron\n");
    alpine.put("/proc/1/comm", "init\n");
    alpine.put("/proc/20/comm", "crond\n");
    alpine.link("/proc/20/exe", "/bin/busybox");
    CHECK(alpine.found().flavour == Flavour::busybox);
}
