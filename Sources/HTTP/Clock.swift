#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The times a server needs.
package enum Clock {
  /// Nanoseconds of a clock that never goes back.
  package static func nanoseconds() -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Seconds since 1970-01-01 UTC.
  static func secondsSinceEpoch() -> Int {
    Int(time(nil))
  }

  /// Sleeps; for a thread that has nothing else to do.
  static func pause(milliseconds: UInt32) {
    _ = usleep(milliseconds * 1000)
  }
}
