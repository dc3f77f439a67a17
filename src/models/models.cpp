#include "models/models.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/allowance.h"
#include "models/constants.h"
#include "models/lineage.h"
#include "models/mapper.h"

namespace migrate::models {

using namespace python;

namespace {

constexpr int kMaxSteps = 8;  // of foreign keys whose targets are foreign keys themselves

/// Reads all files, draft by draft, and then what needs the other drafts.
class Reader {
  public:
    explicit Reader(const std::vector<SourceFile>& files)
        : reading_(read_library(files)), library_(reading_.library), classes_(library_) {}

    std::vector<Model> read() {
        for (std::size_t file = 0; file < library_.files.size(); ++file) read_file(file);
        for (const Target& shared : shared_) add_shared(shared);
        for (std::size_t file = 0; file < library_.files.size(); ++file) read_loose_indexes(file);
        find_schemas();
        for (Draft& draft : drafts_) find_types(draft);
        std::vector<Model> models;
        for (Draft& draft : drafts_) {
            finish(draft);
            models.push_back(std::move(draft.model));
        }
        for (const std::string& problem : reading_.problems) {
            Model broken;
            broken.where = problem.substr(0, problem.find(": "));
            broken.doubts.push_back({"*", problem, broken.where});
            models.push_back(std::move(broken));
        }
        return models;
    }

  private:
    void read_file(std::size_t file) {
        const base::Doing now("reading the models of", library_.files[file].path);
        Scope scope;
        scope.library = &library_;
        scope.file = file;
        for (const Statement& statement : library_.files[file].module.statements) {
            if (const auto* class_def = statement.as<ClassDef>()) read_class(file, *class_def);
            const auto* assign = statement.as<Assign>();
            const auto* call = assign == nullptr || !assign->value ? nullptr : assign->value->as<Call>();
            if (call == nullptr || call->positional.empty() || assign->targets.empty()) continue;
            const auto* name = assign->targets.front().as<Name>();
            if (name == nullptr || sqlalchemy_name(find_target(scope, *call->callee)) != "Table") continue;
            drafts_.push_back(draft_table(scope, name->id, *call, statement.span));
        }
    }

    void read_class(std::size_t file, const ClassDef& class_def) {
        Target target;
        target.kind = Target::Kind::class_def;
        target.file = file;
        target.class_def = &class_def;
        const ClassFacts& facts = classes_.facts(target);
        if (facts.mapping.mapped) {
            drafts_.push_back(draft_class(classes_, target));
        } else if (facts.lineage.declarative && facts.parent.kind == Target::Kind::class_def) {
            shared_.push_back(target);
        }
    }

    Draft* draft_of(const Target& class_target) {
        const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
            base::step();
            return draft.class_target.class_def == class_target.class_def;
        });
        return found == drafts_.end() ? nullptr : &*found;
    }

    void add_shared(const Target& class_target) {
        if (Draft* draft = draft_of(classes_.facts(class_target).parent)) add_subclass(classes_, class_target, *draft);
    }

    /// `Index("name", Invoice.number)` beside the classes.
    void read_loose_indexes(std::size_t file) {
        Scope scope;
        scope.library = &library_;
        scope.file = file;
        for (const Statement& statement : library_.files[file].module.statements) {
            const auto* expression = statement.as<ExpressionStatement>();
            const auto* assign = statement.as<Assign>();
            const Expression* value = expression != nullptr                ? &expression->expression
                                      : assign != nullptr && assign->value ? &*assign->value
                                                                           : nullptr;
            const auto* call = value == nullptr ? nullptr : value->as<Call>();
            if (call == nullptr || sqlalchemy_name(find_target(scope, *call->callee)) != "Index") continue;
            if (Draft* draft = owner_of(scope, *call)) read_table_item(scope, *value, draft->parts);
        }
    }

    /// The draft of the first class that an index's columns name, also inside func.lower(...) and .desc().
    Draft* owner_of(const Scope& scope, const Call& call) {
        std::vector<const Expression*> open;
        for (const Expression& argument : call.positional) open.push_back(&argument);
        for (std::size_t i = 0; i < open.size() && i < 100; ++i) {
            if (const auto* inner = open[i]->as<Call>()) {
                for (const Expression& argument : inner->positional) open.push_back(&argument);
                if (const auto* method = inner->callee->as<Attribute>()) open.push_back(&*method->object);
                continue;
            }
            const Target target = find_target(scope, *open[i]);
            if (target.kind != Target::Kind::class_def) continue;
            if (Draft* draft = draft_of(target)) return draft;
        }
        return nullptr;
    }

    const Table* table_named(const TableName& name) const {
        for (const Draft& draft : drafts_) {
            if (draft.parts.table.name == name) return &draft.parts.table;
        }
        return nullptr;
    }

    /// `ForeignKey(User.id)` does not say the schema of User's table.
    void find_schemas() {
        for (Draft& draft : drafts_) {
            for (ForeignKey& key : draft.parts.table.foreign_keys) {
                if (!key.target.schema.empty() || table_named(key.target) != nullptr) continue;
                std::vector<TableName> found;
                for (const Draft& other : drafts_) {
                    if (other.parts.table.name.name == key.target.name) found.push_back(other.parts.table.name);
                }
                if (found.size() == 1) key.target = found.front();
            }
        }
    }

    void find_types(Draft& draft) {
        for (const std::string& name : draft.untyped) {
            Column* column = find_column(draft.parts.table, name);
            if (const Column* target = typed_target(draft, name)) {
                column->type = target->type;
                continue;
            }
            column->type = Type{};
            column->type.kind = TypeKind::opaque;
            draft.parts.doubts.push_back({fmt::format("column {}.{}", to_string(draft.parts.table.name), name),
                                          "it has no type of its own, and what it refers to is not among the models",
                                          draft.model.where});
        }
    }

    /// The column that a foreign key leads to, through keys of keys.
    const Column* typed_target(const Draft& draft, const std::string& name) const {
        const Draft* current = &draft;
        std::string column = name;
        for (int i = 0; i < kMaxSteps; ++i) {
            const auto& keys = current->parts.table.foreign_keys;
            const auto key = std::find_if(keys.begin(), keys.end(), [&](const ForeignKey& one) {
                return one.columns.size() == 1 && one.columns.front() == column;
            });
            if (key == keys.end()) return nullptr;
            const auto next = std::find_if(drafts_.begin(), drafts_.end(),
                                           [&](const Draft& one) { return one.parts.table.name == key->target; });
            if (next == drafts_.end()) return nullptr;
            column = key->target_columns.front();
            current = &*next;
            const bool untyped =
                std::find(current->untyped.begin(), current->untyped.end(), column) != current->untyped.end();
            if (!untyped) return find_column(current->parts.table, column);
        }
        return nullptr;
    }

    LibraryReading reading_;
    const Library& library_;
    Classes classes_;
    std::vector<Draft> drafts_;
    std::vector<Target> shared_;
};

}  // namespace

std::vector<Model> read_models(const std::vector<SourceFile>& files) {
    return Reader(files).read();
}

const Model* find_model(const std::vector<Model>& models, const TableName& table) {
    for (const Model& model : models) {
        if (model.table.name == table && !table.name.empty()) return &model;
    }
    return nullptr;
}

}  // namespace migrate::models
