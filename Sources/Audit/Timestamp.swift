import Clinical

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An instant as a log writes it (RFC 3339), in UTC.
package struct Timestamp: Sendable, Hashable, CustomStringConvertible {
  package let secondsSinceEpoch: Int
  private let milliseconds: Int

  /// The present.
  package init() {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    secondsSinceEpoch = Int(time.tv_sec)
    milliseconds = Int(time.tv_nsec) / 1_000_000
  }

  /// `2026-11-21T09:05:00.120Z`.
  package var description: String {
    let time = [secondsSinceEpoch % 86_400 / 3600, secondsSinceEpoch % 3600 / 60, secondsSinceEpoch % 60].map {
      Self.padded($0, to: 2)
    }.joined(separator: ":")
    return "\(date)T\(time).\(Self.padded(milliseconds, to: 3))Z"
  }

  /// `20261121T090500.120Z`, for names.
  package var compact: String {
    description.filter { $0 != "-" && $0 != ":" }
  }

  private var date: String {
    guard let date = CalendarDate(daysSinceEpoch: secondsSinceEpoch / 86_400) else {
      preconditionFailure("the clock stands outside 1800…2200")
    }
    return date.description
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
