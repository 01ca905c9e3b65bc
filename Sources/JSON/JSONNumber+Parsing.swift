extension JSONNumber {
  /// Reads the grammar of RFC 8259 §6; `nil` where the text is no number or does not fit.
  ///
  /// Whatever has 18 significant digits and at most 18 of them behind the point fits, however it is written:
  /// `1.5e2` is 150. Integers fit up to 64 bits.
  package init?(parsing text: String) {
    let utf8 = text.utf8.span
    guard JSONReader.isNumber(utf8) else { return nil }
    self.init(utf8)
  }

  /// Reads a number that is known to keep to the grammar.
  init?(_ token: Span<UInt8>) {
    var magnitude: UInt64 = 0
    var scale = 0
    var index = token[0] == UInt8(ascii: "-") ? 1 : 0
    var isFraction = false
    while index < token.count {
      let byte = token[index]
      if byte == UInt8(ascii: ".") {
        isFraction = true
      } else if byte | 0x20 == UInt8(ascii: "e") {
        break
      } else {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(byte &- UInt8(ascii: "0")))
        guard !overflow, !carry else { return nil }
        magnitude = sum
        if isFraction { scale += 1 }
      }
      index += 1
    }
    if index < token.count {
      scale -= Self.exponent(token.extracting((index + 1)...))
    }
    self.init(magnitude: magnitude, scale: scale, isNegative: token[0] == UInt8(ascii: "-"))
  }

  /// Brings a scale into range by zeros that do not change the value; `nil` where there are not enough.
  private init?(magnitude: UInt64, scale: Int, isNegative: Bool) {
    var (magnitude, scale) = (magnitude, scale)
    if magnitude == 0 { scale = min(max(scale, 0), Self.scales.upperBound) }
    while scale > Self.scales.upperBound {
      guard magnitude % 10 == 0 else { return nil }
      (magnitude, scale) = (magnitude / 10, scale - 1)
    }
    while scale < 0 {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      (magnitude, scale) = (product, scale + 1)
    }
    let isLeast = isNegative && magnitude == Int64.min.magnitude
    guard let significand = isLeast ? .min : Int64(exactly: magnitude).map({ isNegative ? -$0 : $0 }) else { return nil }
    self.init(significand: significand, scale: scale)
  }

  /// Reads an exponent; one beyond a million million is read as that, which no other digits make good.
  private static func exponent(_ digits: Span<UInt8>) -> Int {
    var exponent = 0
    for index in digits.indices where digits[index] != UInt8(ascii: "+") && digits[index] != UInt8(ascii: "-") {
      exponent = min(exponent * 10 + Int(digits[index] &- UInt8(ascii: "0")), 1_000_000_000_000)
    }
    return digits[0] == UInt8(ascii: "-") ? -exponent : exponent
  }
}
