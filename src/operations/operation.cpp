#include "operations/operation.h"

#include "operations/requested.h"

namespace migrate {

Operation::Operation() = default;
Operation::Operation(const Operation&) = default;
Operation::Operation(Operation&&) noexcept = default;
Operation& Operation::operator=(const Operation&) = default;
Operation& Operation::operator=(Operation&&) noexcept = default;
Operation::~Operation() = default;

RequestedOperation::RequestedOperation() = default;
RequestedOperation::RequestedOperation(const RequestedOperation&) = default;
RequestedOperation::RequestedOperation(RequestedOperation&&) noexcept = default;
RequestedOperation& RequestedOperation::operator=(const RequestedOperation&) = default;
RequestedOperation& RequestedOperation::operator=(RequestedOperation&&) noexcept = default;
RequestedOperation::~RequestedOperation() = default;

}  // namespace migrate
