#include "python/concrete_tree.h"

#include <tree_sitter/api.h>

#include <algorithm>

#include "base/allowance.h"
#include "python/parser_memory.h"

extern "C" const TSLanguage* tree_sitter_python(void);

namespace migrate::python {

namespace {

/// A cursor that frees itself. It walks without recursion and in constant time per step, however many
/// siblings there are.
class Cursor {
  public:
    explicit Cursor(TSNode root) : cursor_(ts_tree_cursor_new(root)) {}
    ~Cursor() { ts_tree_cursor_delete(&cursor_); }
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;

    TSNode node() const { return ts_tree_cursor_current_node(&cursor_); }
    const char* field() const { return ts_tree_cursor_current_field_name(&cursor_); }
    bool down() { return ts_tree_cursor_goto_first_child(&cursor_); }
    bool next() { return ts_tree_cursor_goto_next_sibling(&cursor_); }
    void up() { ts_tree_cursor_goto_parent(&cursor_); }

  private:
    TSTreeCursor cursor_;
};

Span span_of(TSNode node) {
    return {ts_node_start_byte(node), ts_node_end_byte(node), ts_node_start_point(node).row + 1};
}

/// Collects nodes in document order; `open_` is the path from the root to where the cursor stands.
class Collector {
  public:
    explicit Collector(std::string_view text) : text_(text) {}

    ConcreteTree collect(TSNode root) {
        Cursor cursor(root);
        add(cursor);
        while (true) {
            if (cursor.down()) {
                open_.push_back({last_added_, -1});
            } else {
                while (!cursor.next()) {
                    if (open_.empty()) return std::move(tree_);
                    open_.pop_back();
                    cursor.up();
                    if (open_.empty()) return std::move(tree_);
                }
            }
            add(cursor);
        }
    }

  private:
    struct Level {
        std::int32_t parent;
        std::int32_t last_child;
    };

    void add(const Cursor& cursor) {
        const TSNode node = cursor.node();
        const std::string_view kind = ts_node_type(node);
        if (kind == "comment") {
            Span span = span_of(node);
            if (text_.substr(0, span.end).ends_with('\r')) --span.end;
            tree_.comments.push_back({std::string(text_.substr(span.begin, span.end - span.begin)), span});
            return;
        }
        if (kind == "line_continuation") return;
        const char* field = cursor.field();
        const bool missing = ts_node_is_missing(node);
        const auto index = static_cast<std::int32_t>(tree_.nodes.size());
        tree_.nodes.push_back({.kind = kind,
                               .field = field ? field : "",
                               .span = span_of(node),
                               .named = ts_node_is_named(node),
                               .broken = ts_node_has_error(node),
                               .is_error = missing || ts_node_is_error(node),
                               .is_missing = missing});
        link(index);
        last_added_ = index;
    }

    void link(std::int32_t index) {
        if (open_.empty()) return;
        Level& level = open_.back();
        if (level.last_child < 0) {
            tree_.nodes[static_cast<std::size_t>(level.parent)].first_child = index;
        } else {
            tree_.nodes[static_cast<std::size_t>(level.last_child)].next_sibling = index;
        }
        level.last_child = index;
    }

    std::string_view text_;
    ConcreteTree tree_;
    std::vector<Level> open_;
    std::int32_t last_added_ = 0;
};

/// A text that is being parsed, for the parser's two callbacks.
struct Reading {
    std::string_view text;
    const ParserMemory& memory;

    static const char* read(void* payload, std::uint32_t offset, TSPoint /*point*/, std::uint32_t* size) {
        const std::string_view text = static_cast<Reading*>(payload)->text;
        const std::string_view rest = text.substr(std::min<std::size_t>(offset, text.size()));
        *size = static_cast<std::uint32_t>(rest.size());
        return rest.data();
    }
    static bool is_to_end(TSParseState* state) { return static_cast<Reading*>(state->payload)->memory.is_used_up(); }
};

}  // namespace

ConcreteTree read_concrete_tree(std::string_view text) {
    ConcreteTree collected;
    try {
        const ParserMemory memory;
        TSParser* parser = ts_parser_new();
        ts_parser_set_language(parser, tree_sitter_python());
        Reading reading{text, memory};
        const TSTree* tree = ts_parser_parse_with_options(
            parser, nullptr, {&reading, Reading::read, TSInputEncodingUTF8, nullptr}, {&reading, Reading::is_to_end});
        if (tree != nullptr) collected = Collector(text).collect(ts_tree_root_node(tree));
    } catch (const TooMuchToParse&) {  // an empty tree
    }
    base::step_now();
    return collected;
}

}  // namespace migrate::python
