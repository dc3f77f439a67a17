#include "operations/operation.h"

#include "operations/requested.h"

namespace migrate {

template <class Alternatives>
OperationOf<Alternatives>::OperationOf() = default;
template <class Alternatives>
OperationOf<Alternatives>::OperationOf(const OperationOf&) = default;
template <class Alternatives>
OperationOf<Alternatives>::OperationOf(OperationOf&&) noexcept = default;
template <class Alternatives>
OperationOf<Alternatives>& OperationOf<Alternatives>::operator=(const OperationOf&) = default;
template <class Alternatives>
OperationOf<Alternatives>& OperationOf<Alternatives>::operator=(OperationOf&&) noexcept = default;
template <class Alternatives>
OperationOf<Alternatives>::~OperationOf() = default;

template class OperationOf<AnyOperation>;
template class OperationOf<AnyRequestedOperation>;

}  // namespace migrate
