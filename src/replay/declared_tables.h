/// Tables that a migration declares as classes: `class Row(Base)`, then Row.__table__.create(bind) or
/// Base.metadata.create_all(bind).
#pragma once

#include "replay/machine.h"

namespace migrate::replay {

/// declarative_base(metadata=...), and what stands in a class body and is no column; nullopt for other names.
std::optional<Value> call_declarative(Machine& machine, std::string_view name, const Arguments& arguments);

/// A class has been made: one with a __tablename__ and a metadata gets its __table__, which the metadata then has too.
void declare_table(Machine& machine, const Value& type);

}  // namespace migrate::replay
