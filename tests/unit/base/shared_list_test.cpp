#include "cronmend/base/shared_list.hpp"

#include <doctest/doctest.h>

#include <string>

namespace cronmend {

TEST_CASE("SharedList: a copy shares what it lists") {
    const SharedList<std::string> first = std::vector<std::string>{"one", "two"};
    const SharedList<std::string> copy = first;
    CHECK(copy.values().data() == first.values().data());
    CHECK(copy == first);
    CHECK(copy.size() == 2);
    CHECK(*copy.begin() == "one");
    CHECK(*(copy.end() - 1) == "two");
}

TEST_CASE("SharedList: equal by what it lists, and empty by default") {
    const SharedList<int> none;
    CHECK(none.empty());
    CHECK(none.begin() == none.end());
    CHECK(none == SharedList<int>{std::vector<int>{}});
    CHECK(SharedList<int>{1, 2} == SharedList<int>{1, 2});
    CHECK(!(SharedList<int>{1, 2} == SharedList<int>{1, 3}));
    CHECK(!(SharedList<int>{1, 2} == none));
}

}  // namespace cronmend
