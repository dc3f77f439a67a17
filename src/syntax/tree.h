/// PostgreSQL's parse tree as plain nodes. Only tree.cpp knows libpg_query and JSON.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace migrate::sql {

/// One value of the tree. A look-up that finds nothing gives an empty node, so that paths can be chained.
struct Node {
    enum class Kind { none, object, array, text, number, boolean } kind = Kind::none;
    std::string text;               ///< Kind::text; also the digits of a number
    long number = 0;                ///< Kind::number; 1 for true
    std::vector<std::string> keys;  ///< Kind::object: names of `items`
    std::vector<Node> items;

    const Node& operator[](std::string_view key) const;
    explicit operator bool() const { return kind != Kind::none; }
    /// For nodes written as {"CreateStmt": {...}}: the name, and the value behind it.
    std::string_view type() const;
    const Node& value() const;
    bool flag(std::string_view key) const { return (*this)[key].number != 0; }
    const std::string& str(std::string_view key) const { return (*this)[key].text; }
};

/// Calls `visit` for the node and all nodes in it; `visit` returns false to stay out of a node.
void walk(const Node& node, const std::function<bool(const Node&)>& visit);

/// The texts of a list of String nodes: the parts of a qualified name.
std::vector<std::string> strings_of(const Node& list);

struct ParsedStatement {
    Node node;  ///< {"CreateStmt": {...}}
    std::size_t begin = 0;
    std::size_t end = 0;
};

using Statements = std::shared_ptr<const std::vector<ParsedStatement>>;

/// All statements of the text. Errors: "bad_sql" (PostgreSQL's own message), "too_large" (text, tree or
/// depth). The caller has bounded the depth (depth_bound): libpg_query overflows the stack by itself.
Result<Statements> parse(const std::string& text);

/// While it lives, this thread parses a text once: the paths through a file ask the same again and again. What it keeps
/// is bounded, and a text that is not kept is parsed anew.
class KeptTrees {
  public:
    KeptTrees();
    ~KeptTrees();
    KeptTrees(const KeptTrees&) = delete;
    KeptTrees& operator=(const KeptTrees&) = delete;

    [[nodiscard]] Statements find(const std::string& text) const;
    void keep(const std::string& text, const Statements& statements);

  private:
    KeptTrees* const outer_;
    std::unordered_map<std::string, Statements> by_text_;
    std::size_t bytes_ = 0;  ///< of the texts
};

inline constexpr std::size_t kMaxTextBytes = 1 << 20;
inline constexpr std::size_t kMaxDepth = 4000;
inline constexpr std::size_t kMaxStatements = 2000;  ///< each is tried on the schema, which takes time with its size

}  // namespace migrate::sql
