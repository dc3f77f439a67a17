#include "interpreter/bound_names.h"

namespace migrate::interpreter {

namespace {

using Names = std::set<std::string>;

/// Names in a target: `a`, `(a, *b)`, and the holder in `a.x = …` and `a[0] = …`, which is changed too.
void add_target(const python::Expression& target, Names& names) {
    if (const auto* name = target.as<python::Name>()) names.insert(name->id);
    if (const auto* attribute = target.as<python::Attribute>()) add_target(*attribute->object, names);
    if (const auto* item = target.as<python::Subscript>()) add_target(*item->object, names);
    if (const auto* starred = target.as<python::Starred>()) add_target(*starred->operand, names);
    const auto* tuple = target.as<python::Tuple>();
    const auto* list = target.as<python::List>();
    for (const python::Expression& inner : tuple ? tuple->items : list ? list->items : python::List{}.items)
        add_target(inner, names);
}

void add_body(const python::Body& body, Names& names) {
    for (const python::Statement& statement : body) add_bound_names(statement, names);
}

struct Collector {
    Names& names;

    void operator()(const python::Opaque&) const { names.insert("*"); }
    void operator()(const python::Import& node) const {
        for (const python::ImportedName& imported : node.names)
            names.insert(imported.alias.empty() ? imported.name.substr(0, imported.name.find('.')) : imported.alias);
    }
    void operator()(const python::ImportFrom& node) const {
        for (const python::ImportedName& imported : node.names)
            names.insert(imported.alias.empty() ? imported.name : imported.alias);
    }
    void operator()(const python::Assign& node) const {
        for (const python::Expression& target : node.targets) add_target(target, names);
    }
    void operator()(const python::AugAssign& node) const { add_target(node.target, names); }
    /// `a.append(1)` changes a.
    void operator()(const python::ExpressionStatement& node) const {
        const auto* call = node.expression.as<python::Call>();
        const auto* method = call ? call->callee->as<python::Attribute>() : nullptr;
        if (method) add_target(*method->object, names);
    }
    void operator()(const python::If& node) const {
        for (const python::Branch& branch : node.branches) add_body(branch.body, names);
        add_body(node.otherwise, names);
    }
    void operator()(const python::For& node) const {
        add_target(node.target, names);
        add_body(node.body, names);
        add_body(node.otherwise, names);
    }
    void operator()(const python::While& node) const {
        add_body(node.body, names);
        add_body(node.otherwise, names);
    }
    void operator()(const python::With& node) const {
        for (const python::WithItem& item : node.items) {
            if (item.target) add_target(*item.target, names);
        }
        add_body(node.body, names);
    }
    void operator()(const python::Try& node) const {
        add_body(node.body, names);
        for (const python::Handler& handler : node.handlers) add_body(handler.body, names);
        add_body(node.otherwise, names);
        add_body(node.finally, names);
    }
    void operator()(const python::FunctionDef& node) const { names.insert(node.name); }
    void operator()(const python::ClassDef& node) const { names.insert(node.name); }
    void operator()(const python::Del& node) const {
        for (const python::Expression& target : node.targets) add_target(target, names);
    }
    void operator()(const python::Return&) const { names.insert("return"); }
    void operator()(const python::Raise&) const {}
    void operator()(const python::Pass&) const {}
    void operator()(const python::Break&) const {}
    void operator()(const python::Continue&) const {}
    void operator()(const python::Global&) const {}
    void operator()(const python::Assert&) const {}
};

}  // namespace

void add_bound_names(const python::Statement& statement, Names& names) {
    std::visit(Collector{names}, statement.value);
}

}  // namespace migrate::interpreter
