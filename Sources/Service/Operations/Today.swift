#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

package import Clinical

/// The one place that reads the calendar: what is not dated counts from this day.
package enum Today {
  /// The present day in UTC.
  package static func date() -> CalendarDate {
    let days = Int(time(nil)) / 86_400
    guard let date = CalendarDate(daysSinceEpoch: days) else { preconditionFailure("the clock stands outside 1800…2200") }
    return date
  }
}
