// fmt's own code, compiled once. Debian ships no archive of it, and header-only it comes into every
// object file that formats something: 90 kB and 10 s of compiling each, of which the linker cannot
// throw all away again, as g++ makes local copies of what no caller can see.
//
// What is no template stands in this header; what its other headers say is instantiated elsewhere
// is instantiated here.
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

template FMT_API auto dragonbox::to_decimal(float) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double) noexcept -> dragonbox::decimal_fp<double>;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;

}  // namespace detail
FMT_END_NAMESPACE
