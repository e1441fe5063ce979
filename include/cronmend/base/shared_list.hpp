// A list that does not change once it is made, and that costs nothing to copy: the copies share it.
// For lists as long as a table that are handed from room to room as values.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace cronmend {

template <class T>
class SharedList {
public:
    using value_type = T;

    SharedList() = default;
    SharedList(std::vector<T> values)
        : values_(std::make_shared<const std::vector<T>>(std::move(values))) {}
    SharedList(std::initializer_list<T> values) : SharedList(std::vector<T>(values)) {}

    [[nodiscard]] const std::vector<T>& values() const {
        static const std::vector<T> none;
        return values_ ? *values_ : none;
    }
    [[nodiscard]] auto begin() const { return values().begin(); }
    [[nodiscard]] auto end() const { return values().end(); }
    [[nodiscard]] std::size_t size() const { return values().size(); }
    [[nodiscard]] bool empty() const { return values().empty(); }

    friend bool operator==(const SharedList& a, const SharedList& b) {
        return a.values_ == b.values_ || a.values() == b.values();
    }

private:
    std::shared_ptr<const std::vector<T>> values_;
};

}  // namespace cronmend
