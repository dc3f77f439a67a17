/// The models room: SQLAlchemy's mapped classes and tables, run by the interpreter, to tables with doubts.
///
/// It reads Python text and knows nothing of migrations, databases or the project's layout.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "python/parsed_texts.h"
#include "schema/schema.h"

namespace migrate::models {

struct SourceFile {
    std::string path;  ///< as shown to people
    std::string text;
};

struct Model {
    std::string class_name;
    std::string where;          ///< "backend/app/models/project.py:40"
    std::string called_at;      ///< the module's own statement that led there: not `where` if a function makes tables
    Table table;                ///< portable types and defaults; indexes included
    std::vector<Doubt> doubts;  ///< what could not be read
};

/// The source of a module of the project by its dotted name ("app.db.base"); nullopt when there is none.
using ModuleReader = std::function<std::optional<SourceFile>(const std::string& module)>;

/// All mapped classes and tables of the files, whatever makes them: the files are run, once for each dialect. `modules`
/// finds what they import (by default among the files, from the folder their paths begin in). Never fails.
std::vector<Model> read_models(const std::vector<SourceFile>& files, const ModuleReader& modules = {},
                               const std::shared_ptr<python::ParsedTexts>& texts = {});

/// The class for a table, by __tablename__ ; nullptr when there is none.
const Model* find_model(const std::vector<Model>& models, const TableName& table);

}  // namespace migrate::models
