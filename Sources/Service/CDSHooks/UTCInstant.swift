import Clinical

/// A moment in UTC. Source: RFC 3339 §5.6.
enum UTCInstant {
  static func isOne(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 40, bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
    guard CalendarDate(String(decoding: bytes[..<10], as: UTF8.self)) != nil else { return false }
    guard bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19])
    else { return false }
    // A minute may have a leap second.
    guard hour < 24, minute < 60, second < 61 else { return false }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard !fraction.isEmpty else { return false }
      rest = rest[fraction.endIndex...]
    }
    return ["Z", "z", "+00:00", "-00:00"].contains(String(decoding: rest, as: UTF8.self))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.reduce(0 as Int?) { total, byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? total.map { $0 * 10 + Int(byte - UInt8(ascii: "0")) } : nil
    }
  }
}
