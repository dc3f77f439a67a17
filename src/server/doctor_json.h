/// The JSON form of what doctor finds.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecases/doctor.h"

namespace migrate::server {

/// {version, project: {...}, chain: {...}, databases: {used, source, evidence}, rules, models, python, doubts,
/// not_followed, problem}
nlohmann::ordered_json write_doctor_view(const usecases::DoctorView& view);

}  // namespace migrate::server
