#include "assignment_scanner.hpp"

#include <algorithm>

#include "bytes.hpp"

namespace cronmend::cron::detail {

namespace {

struct Part {
    std::string_view text;
    const char* rest;
};

// What the descendants of Vixie's cron differ in.
struct VixieRules {
    std::ptrdiff_t longest;  // bytes of the line that are looked at
    bool empty_value;        // "A=" is an assignment
    bool second_look;  // quoted values are trimmed at the end and lose a second pair of quotes
};

// A text in matching quotes; `begin` points to the opening one.
std::optional<Part> scan_quoted(const char* begin, const char* end) {
    const char* close = std::find(begin + 1, end, *begin);
    if (close == end) {
        return std::nullopt;
    }
    return Part{view(begin + 1, close), close + 1};
}

bool is_quote(char c) {
    return c == '"' || c == '\'';
}

std::string_view trimmed_end(std::string_view text, unsigned char classes) {
    while (!text.empty() && is(classes, text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string_view trimmed_of(std::string_view text, char c) {
    while (!text.empty() && text.front() == c) {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == c) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<Part> scan_name(const char* begin, const char* end) {
    if (is_quote(*begin)) {
        const std::optional<Part> quoted = scan_quoted(begin, end);
        const bool good = quoted && quoted->text.find('=') == std::string_view::npos;
        return good ? quoted : std::nullopt;
    }
    const char* at = begin;
    while (at != end && *at != '=' && *at != '\0' && !is(kSpace, *at)) {
        ++at;
    }
    return Part{view(begin, at), at};
}

std::string_view without_quotes(std::string_view value) {
    const bool quoted =
        value.size() >= 2 && is_quote(value.front()) && value.front() == value.back();
    return quoted ? value.substr(1, value.size() - 2) : value;
}

std::optional<std::string_view> scan_value(const VixieRules& rules, const char* begin,
                                           const char* end) {
    if (begin == end) {
        return rules.empty_value ? std::optional(view(begin, end)) : std::nullopt;
    }
    std::string_view value = view(begin, end);
    const bool in_quotes = is_quote(*begin);
    if (in_quotes) {
        const std::optional<Part> quoted = scan_quoted(begin, end);
        if (!quoted || skip(kSpace, quoted->rest, end) != end) {
            return std::nullopt;
        }
        value = quoted->text;
    }
    if (in_quotes && !rules.second_look) {
        return value;
    }
    value = trimmed_end(value, kSpace);
    return rules.second_look ? without_quotes(value) : value;
}

std::optional<AssignmentView> scan_vixie(const VixieRules& rules, const char* begin,
                                         const char* end) {
    if (begin == end) {
        return std::nullopt;
    }
    if (end - begin > rules.longest) {
        end = begin + rules.longest;
    }
    const std::optional<Part> name = scan_name(begin, end);
    if (!name) {
        return std::nullopt;
    }
    const char* at = skip(kSpace, name->rest, end);
    if (at == end || *at != '=') {
        return std::nullopt;
    }
    // Only now is it worth looking for a NUL: most lines are no assignments.
    end = std::find(begin, end, '\0');
    if (at >= end) {
        return std::nullopt;
    }
    const std::optional<std::string_view> value = scan_value(rules, skip(kSpace, at + 1, end), end);
    if (!value) {
        return std::nullopt;
    }
    return AssignmentView{name->text, *value};
}

}  // namespace

std::optional<AssignmentView> scan_debian_assignment(const char* begin, const char* end) {
    return scan_vixie({998, false, true}, begin, end);
}

std::optional<AssignmentView> scan_cronie_assignment(const char* begin, const char* end) {
    return scan_vixie({131071, true, false}, begin, end);
}

std::optional<AssignmentView> scan_busybox_assignment(const char* begin, const char* end) {
    const char* stop = begin;
    while (stop != end && !is(kBlank, *stop)) {
        ++stop;
    }
    const std::string_view word = view(begin, stop);
    for (const std::string_view name : {std::string_view("MAILTO"), std::string_view("SHELL")}) {
        if (word.starts_with(name) && word.size() > name.size() && word[name.size()] == '=') {
            return AssignmentView{word.substr(0, name.size()), word.substr(name.size() + 1)};
        }
    }
    return std::nullopt;
}

std::optional<AssignmentView> scan_bcron_assignment(const char* begin, const char* end) {
    const std::string_view line = trimmed_end(view(begin, end), kSpace);
    end = begin + line.size();
    const char* name_end = begin;
    while (name_end != end && *name_end != '=' && !is(kSpace, *name_end)) {
        ++name_end;
    }
    const char* at = skip(kSpace, name_end, end);
    if (at == end || *at != '=') {
        return std::nullopt;
    }
    at = skip(kSpace, at + 1, end);
    if (at == end) {
        return std::nullopt;
    }
    std::string_view value = view(at, end);
    if (is_quote(value.front()) && value.back() == value.front()) {
        value = value.size() < 2 ? std::string_view{} : value.substr(1, value.size() - 2);
    }
    return AssignmentView{view(begin, name_end), value};
}

std::optional<AssignmentView> scan_systemd_assignment(const char* begin, const char* end) {
    const char* name_end = begin;
    while (name_end != end && (is(kAlphanumeric, *name_end) || *name_end == '_')) {
        ++name_end;
    }
    const char* at = skip(kPythonSpace, name_end, end);
    if (name_end == begin || at == end || *at != '=') {
        return std::nullopt;
    }
    const std::string_view value =
        trimmed_end(view(skip(kPythonSpace, at + 1, end), end), kPythonSpace);
    return AssignmentView{view(begin, name_end), trimmed_of(trimmed_of(value, '\''), '"')};
}

}  // namespace cronmend::cron::detail
