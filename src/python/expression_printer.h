/// The layout of one expression. Private to this room; see python/printer.h.
#pragma once

#include <string>
#include <vector>

#include "python/printer.h"

namespace migrate::python {

/// Where an expression is to be written.
struct Place {
    int indent = 0;  ///< of the line it starts on
    int used = 0;    ///< columns before it on that line, indentation included
    int after = 0;   ///< columns that must follow on its last line: a comma, ":"
};

class ExpressionPrinter {
  public:
    ExpressionPrinter(int line_length, Quote quotes) : line_length_(line_length), quotes_(quotes) {}

    /// Where a line may only end within brackets: adds a pair when there must be one.
    std::string print_statement_part(const Code& code, Place place) const;

  private:
    using Items = std::vector<Code>;

    std::string flat(const Code& code) const;
    std::string flat_items(const Items& items, std::size_t first) const;
    std::string flat_pairs(const Items& items) const;
    bool fits(const std::string& line, Place place) const;
    bool first_line_fits(const std::string& lines, Place place) const;
    bool all_lines_fit(const std::string& lines, Place place) const;
    /// Inside brackets: any line end is allowed.
    std::string print(const Code& code, Place place) const;
    std::string explode(const Code& code, Place place) const;
    std::string explode_method(const Code& code, Place place) const;
    std::string explode_chain(const Code& code, Place place) const;
    std::string explode_conditional(const Code& code, Place place) const;
    std::string explode_items(const Items& items, std::size_t first, int indent) const;
    std::string explode_pairs(const Items& items, int indent) const;
    std::string item_line(const std::string& before, const Code& value, int indent) const;

    int line_length_;
    Quote quotes_;
};

}  // namespace migrate::python
