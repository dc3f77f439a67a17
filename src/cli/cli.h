/// The terminal: the same use cases for a person and for CI, and `serve`, which is the default when stdin is not a
/// terminal.
///
/// It turns arguments into typed requests and reviews into text; what the requests mean is the use cases' matter.
#pragma once

namespace migrate::cli {

/// Runs the command line. Returns the exit code: 0 fine, 1 findings, 2 cannot do it.
int run(int argc, char** argv);

}  // namespace migrate::cli
