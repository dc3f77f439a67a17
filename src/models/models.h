/// The models room: SQLAlchemy declarative classes to tables, read statically.
///
/// It reads Python text and knows nothing of migrations, databases or the project's layout.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "schema/schema.h"

namespace migrate::models {

struct SourceFile {
    std::string path;  ///< as shown to people
    std::string text;
};

struct Model {
    std::string class_name;
    std::string where;          ///< "backend/app/models/project.py:40"
    Table table;                ///< portable types and defaults; indexes included
    std::vector<Doubt> doubts;  ///< what could not be read
};

/// All mapped classes of the files (1.x Column, 2.0 Mapped / mapped_column, mixins, SQLModel). Never fails.
std::vector<Model> read_models(const std::vector<SourceFile>& files);

/// The class for a table, by __tablename__ ; nullptr when there is none.
const Model* find_model(const std::vector<Model>& models, const TableName& table);

}  // namespace migrate::models
