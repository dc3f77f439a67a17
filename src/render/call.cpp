// One operation as a call that can be copied.
#include "base/text.h"
#include "render/render.h"
#include "render/statements.h"

namespace migrate::render {

std::string write_call(const Operation& operation) {
    constexpr int kOneLine = 1 << 20;
    Needs needs;
    needs.only = Dialect::postgresql;
    needs.form.alter = "bare";
    plan::Heads heads;
    heads.sqlite.dialect = Dialect::postgresql;
    const Result<Code> code = write_statement({.operation = operation}, heads, false, needs);
    return code ? base::join(python::print_statement(*code, 0, kOneLine, python::Quote::Double), "\n") : "";
}

}  // namespace migrate::render
