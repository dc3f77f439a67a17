#include <doctest/doctest.h>
#include "python/syntax.h"
TEST_CASE("x"){ CHECK(migrate::python::parse("x = 1\n")->errors.empty()); }
