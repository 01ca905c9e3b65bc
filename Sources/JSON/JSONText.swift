/// The bytes of text: UTF-8 and the escapes of RFC 8259 §7.
enum JSONText {
  /// The first byte from an index on that is no white space, or the end.
  @inline(__always)
  static func endOfWhitespace(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] <= UInt8(ascii: " "), isWhitespace(bytes[end]) { end += 1 }
    return end
  }

  private static func isWhitespace(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): true
    default: false
    }
  }

  /// Whether a byte within a string is ASCII that stands for itself.
  @inline(__always)
  static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// The first byte from an index on that is not plain, or the end.
  @inline(__always)
  static func endOfPlain(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var end = start
    while bytes.count - end >= 8 {
      let marks = marks(word(bytes, at: end))
      if marks != 0 { return end + marks.trailingZeroBitCount / 8 }
      end += 8
    }
    while end < bytes.count, isPlain(bytes[end]) { end += 1 }
    return end
  }

  /// Eight bytes at once: the lowest high bit that is set is that of the first byte that is not plain.
  ///
  /// A subtraction borrows from the byte above only where the byte itself is marked, so no mark below the first is wrong.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let quotes = word ^ ones &* UInt64(UInt8(ascii: "\""))
    let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
    let control = (word &- ones &* 0x20) & ~word
    return (word | control | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes) & highs
  }

  /// Eight bytes from an index on, the first as the lowest.
  @inline(__always)
  static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
    // SAFETY: any eight bytes are a number; the callers have seen that there are as many.
    UInt64(littleEndian: unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }

  /// The first bytes of a range, at most eight, the first as the lowest, with zeros above.
  @inline(__always)
  static func head(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    if bytes.count - range.lowerBound >= 8 {
      let word = word(bytes, at: range.lowerBound)
      return range.count >= 8 ? word : word & (1 &<< UInt64(truncatingIfNeeded: range.count &* 8) &- 1)
    }
    return range.reversed().reduce(0) { word, index in word &<< 8 | UInt64(bytes[index]) }
  }

  /// The length of the well-formed sequence at an index, 1 to 4; `nil` for overlong forms, surrogates,
  /// numbers above U+10FFFF and what is cut off.
  ///
  /// Source: Unicode 16, table 3-7.
  static func lengthOfScalar(_ bytes: Span<UInt8>, at index: Int) -> Int? {
    let lead = bytes[index]
    let length: Int
    let second: ClosedRange<UInt8>
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return nil
    }
    guard bytes.count - index >= length, second.contains(bytes[index + 1]) else { return nil }
    for next in index + 2..<index + length where bytes[next] & 0xC0 != 0x80 { return nil }
    return length
  }

  /// Reads the scalar at an index, `nil` where the bytes are no UTF-8.
  static func scalar(_ bytes: Span<UInt8>, at index: Int) -> Unicode.Scalar? {
    guard let length = lengthOfScalar(bytes, at: index) else { return nil }
    guard length > 1 else { return Unicode.Scalar(bytes[index]) }
    var value = UInt32(bytes[index]) & (0x7F >> UInt32(length))
    for next in index + 1..<index + length { value = value << 6 | UInt32(bytes[next] & 0x3F) }
    return Unicode.Scalar(value)
  }

  /// Reads the four hexadecimal digits of a `\u` escape from an index on.
  static func codeUnit(_ bytes: Span<UInt8>, at index: Int) -> UInt16? {
    guard bytes.count - index >= 4 else { return nil }
    var unit: UInt16 = 0
    for next in index..<index + 4 {
      guard let digit = hexadecimalDigit(bytes[next]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// The character that a letter after a backslash stands for; `nil` for `u` and what is no escape.
  static func shortEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// Replaces the escapes of a string's content; wrong ones become U+FFFD.
  static func unescaped(_ bytes: Span<UInt8>, _ content: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(content.count)
    var index = content.lowerBound
    while index < content.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < content.upperBound else {
        text.append(byte)
        continue
      }
      let letter = bytes[index]
      index += 1
      if let character = shortEscape(letter) {
        text.append(character)
      } else if letter == UInt8(ascii: "u"), let unit = codeUnit(bytes, at: index) {
        index += 4
        let low = UTF16.isLeadSurrogate(unit) ? lowSurrogate(bytes, at: index) : nil
        if low != nil { index += 6 }
        append(scalar(unit, low), to: &text)
      } else {
        append("\u{FFFD}", to: &text)
      }
    }
    return text
  }

  /// Reads a whole `\u` escape that is the second half of a pair.
  static func lowSurrogate(_ bytes: Span<UInt8>, at index: Int) -> UInt16? {
    guard bytes.count - index >= 6, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
      let unit = codeUnit(bytes, at: index + 2), UTF16.isTrailSurrogate(unit)
    else { return nil }
    return unit
  }

  private static func scalar(_ unit: UInt16, _ low: UInt16?) -> Unicode.Scalar {
    guard let low else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Makes a string of bytes; what is no UTF-8 becomes U+FFFD.
  static func string(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let part = bytes.extracting(range)
    if let text = try? UTF8Span(validating: part) { return String(copying: text) }
    return String(decoding: part.indices.map { part[$0] }, as: UTF8.self)
  }

  /// Makes the string of a string node.
  static func string(of node: JSONNode, _ bytes: Span<UInt8>) -> String {
    if node.isPlain {
      // SAFETY: every byte was seen to be ASCII when the node was made.
      return String(copying: unsafe UTF8Span(unchecked: bytes.extracting(node.content), isKnownASCII: true))
    }
    return node.hasEscapes ? String(decoding: unescaped(bytes, node.content), as: UTF8.self) : string(bytes, node.content)
  }

  /// A number that tells runs of bytes apart. With a seed that nobody knows it is hard to make some that it does not.
  static func hash(_ bytes: Span<UInt8>, seed: UInt64) -> UInt64 {
    let count = bytes.count
    // Two, of which neither waits for the other.
    var (even, odd) = (seed ^ UInt64(truncatingIfNeeded: count), ~seed)
    var index = 0
    while index < count &- 16 {
      even = mixed(even ^ word(bytes, at: index))
      odd = mixed(odd ^ word(bytes, at: index &+ 8))
      index &+= 16
    }
    if index < count &- 8 { even = mixed(even ^ word(bytes, at: index)) }
    // The last eight overlap those before.
    let last = count >= 8 ? word(bytes, at: count &- 8) : head(bytes, 0..<count)
    return mixed(mixed(even ^ last) ^ odd)
  }

  @inline(__always)
  private static func mixed(_ word: UInt64) -> UInt64 {
    let product = word.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  /// Compares two runs of bytes.
  @inline(__always)
  static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let count = left.count
    guard count == right.count else { return false }
    var index = 0
    while index <= count - 8 {
      guard word(left, at: index) == word(right, at: index) else { return false }
      index += 8
    }
    // Of what is left of a longer run some is compared twice, which is faster than one by one.
    if count >= 8 { return word(left, at: count &- 8) == word(right, at: count &- 8) }
    if count >= 4 { return half(left, at: 0) == half(right, at: 0) && half(left, at: count &- 4) == half(right, at: count &- 4) }
    while index < count {
      guard left[index] == right[index] else { return false }
      index += 1
    }
    return true
  }

  /// Four bytes from an index on, of which there must be as many.
  @inline(__always)
  private static func half(_ bytes: Span<UInt8>, at index: Int) -> UInt32 {
    // SAFETY: any four bytes are a number; the callers have seen that there are as many.
    unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt32.self)
  }

  /// Compares the text of a string node with UTF-8, scalar by scalar, without making a string.
  @inline(__always)
  static func node(_ node: JSONNode, _ bytes: Span<UInt8>, equals text: Span<UInt8>) -> Bool {
    // With the quotation marks, which nearly always decides.
    if Int(node.end &- node.start) == text.count &+ 2 { return equal(bytes.extracting(node.content), text) && !node.hasEscapes }
    return node.hasEscapes && equal(unescaped(bytes, node.content).span, text)
  }
}
