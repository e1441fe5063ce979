#include "keeper.hpp"

#include <array>
#include <utility>

#include "cronmend/base/text.hpp"

namespace cronmend::adopt {
namespace {

using Reach = KeeperComment::Reach;

// A comment that starts so; what follows is the entry's name, or for whom a block is.
struct Opening {
    std::string_view text;
    std::string_view tool;
    Reach reach;
};

// As the tools' own sources write them.
constexpr std::array<Opening, 13> kOpenings{{
    {"#Ansible: ", "Ansible", Reach::entry},
    {"# Puppet Name: ", "Puppet", Reach::entry},
    {"# Chef Name: ", "Chef", Reach::entry},
    {"# Begin Whenever generated tasks for: ", "whenever", Reach::block_start},
    {"# End Whenever generated tasks for: ", "whenever", Reach::block_end},
    {"# BEGIN ANSIBLE MANAGED BLOCK", "Ansible", Reach::block_start},
    {"# END ANSIBLE MANAGED BLOCK", "Ansible", Reach::block_end},
    {"# Lines below here are managed by Salt", "Salt", Reach::rest},
    {"# Lines above this line are managed by Salt", "Salt", Reach::block_end},
    {"#~ MAGENTO START", "Magento", Reach::block_start},
    {"#~ MAGENTO END", "Magento", Reach::block_end},
    {"# Managed by Plesk", "Plesk", Reach::rest},
    {"# This file is managed by Plesk", "Plesk", Reach::rest},
}};

// Salt puts its identifier behind the entry's own comment, on one line.
constexpr std::string_view kSaltIdentifier = "SALT_CRON_IDENTIFIER:";

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kPanels{{
    {"/usr/local/cpanel/", "cPanel"},
    {"/opt/psa/", "Plesk"},
    {"/usr/local/psa/", "Plesk"},
    {"/usr/local/ispconfig/", "ISPConfig"},
    {"/usr/local/directadmin/", "DirectAdmin"},
    {"/usr/share/webmin/", "Webmin"},
    {"/etc/webmin/", "Webmin"},
}};

std::string without_time_stamp(std::string_view name) {
    // "… for: /srv/app/config/schedule.rb at: 2026-01-01 00:00:00 +0000"
    return std::string{trim_blanks(name.substr(0, name.find(" at: ")))};
}

}  // namespace

std::optional<KeeperComment> read_keeper_comment(std::string_view comment) {
    const std::string_view text = trim_blanks(comment);
    for (const Opening& opening : kOpenings) {
        if (text.starts_with(opening.text)) {
            const bool named = opening.text.ends_with(": ");
            return KeeperComment{
                opening.reach,
                {std::string{opening.tool},
                 named ? without_time_stamp(text.substr(opening.text.size())) : std::string{}}};
        }
    }
    if (const std::size_t at = text.find(kSaltIdentifier); at != std::string_view::npos) {
        const std::string_view name = trim_blanks(text.substr(at + kSaltIdentifier.size()));
        return KeeperComment{Reach::entry, {"Salt", name == "False" ? "" : std::string{name}}};
    }
    return std::nullopt;
}

std::string_view panel_in(std::string_view text) {
    for (const auto& [path, panel] : kPanels) {
        if (text.find(path) != std::string_view::npos) {
            return panel;
        }
    }
    return {};
}

}  // namespace cronmend::adopt
