/// Counts how deep a reader is in what it reads. Private to this room.
#pragma once

namespace migrate::python {

/// One level of nesting, for as long as it lives.
class Depth {
  public:
    explicit Depth(int& depth) : depth_(depth) { ++depth_; }
    ~Depth() { --depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

  private:
    int& depth_;
};

}  // namespace migrate::python
