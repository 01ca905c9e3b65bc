/// One mistake of a text, with its place.
package struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
  package let kind: Kind
  /// The first byte that is wrong; of an unterminated string its opening quotation mark.
  package let position: JSONPosition
  /// The value being read (RFC 6901): `""` for the root, the object for a mistake in or between its names.
  ///
  /// Within a value that is too deep it stays that value's.
  package let pointer: String

  package init(kind: Kind, position: JSONPosition, pointer: String) {
    self.kind = kind
    self.position = position
    self.pointer = pointer
  }

  package var description: String {
    pointer.isEmpty ? "\(kind) (\(position))" : "\(printable(pointer)): \(kind) (\(position))"
  }
}

extension JSONSyntaxError {
  /// What is wrong; its `description` is the sentence without the place.
  package enum Kind: Hashable, Sendable {
    /// Nothing but white space.
    case empty
    case tooLarge(limitBytes: Int)
    case tooDeep(limit: Int)
    case tooManyValues(limit: Int)
    /// The last of a list: reading stopped here.
    case tooManyErrors(limit: Int)
    case byteOrderMark
    case invalidUTF8(byte: UInt8)
    case unexpectedEnd
    case unexpectedCharacter(Unicode.Scalar, expected: Expectation)
    case unterminatedString
    /// A character below U+0020 within a string.
    case controlCharacter(Unicode.Scalar)
    case invalidEscape(String)
    /// Half of a surrogate pair, as it was written.
    case loneSurrogate(String)
    case invalidNumber(String, NumberFault)
    /// A word that is none of `null`, `true` and `false`.
    case invalidLiteral(String)
    case trailingComma
    /// A comma before the first element or member, or after another comma.
    case extraComma
    case missingComma
    case missingColon
    case missingValue
    /// A name of the same scalars as one before it in the object.
    case duplicateName(String)
  }

  /// What could have stood in the place of an unexpected character.
  package enum Expectation: Hashable, Sendable {
    case value, name, colon, commaOrEndOfArray, commaOrEndOfObject, endOfText
  }

  /// Why a token is no number (RFC 8259 §6).
  package enum NumberFault: Hashable, Sendable {
    case leadingZero, leadingPlus, missingDigits, notFinite, malformed
  }
}

extension JSONSyntaxError.Kind: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "empty text, expected a value"
    case .tooLarge(let limit): "longer than \(limit) bytes"
    case .tooDeep(let limit): "nested deeper than \(limit) levels"
    case .tooManyValues(let limit): "more than \(limit) values"
    case .tooManyErrors(let limit): "more than \(limit) errors, the rest was not read"
    case .byteOrderMark: "byte order mark, expected none"
    case .invalidUTF8(let byte): "invalid UTF-8 at byte `0x\(hexadecimal(byte, digits: 2))`"
    case .unexpectedEnd: "unexpected end of text"
    case .unexpectedCharacter(let scalar, let expected): "unexpected \(named(scalar)), expected \(expected)"
    case .unterminatedString: "string without its closing quotation mark"
    case .controlCharacter(let scalar): "control character \(named(scalar)) in a string, expected an escape"
    case .invalidEscape(let text): "invalid escape `\(printable(text))`"
    case .loneSurrogate(let text): "lone surrogate `\(text)`"
    case .invalidNumber(let text, let fault): "invalid number `\(text)`: \(fault)"
    case .invalidLiteral(let text): "unknown word `\(text)`, expected a value"
    case .trailingComma: "trailing comma"
    case .extraComma: "comma without a value before it"
    case .missingComma: "missing comma"
    case .missingColon: "missing colon after a name"
    case .missingValue: "missing value"
    case .duplicateName(let name): "duplicate name `\(printable(name))`"
    }
  }
}

extension JSONSyntaxError.Expectation: CustomStringConvertible {
  package var description: String {
    switch self {
    case .value: "a value"
    case .name: "a name in double quotation marks"
    case .colon: "`:`"
    case .commaOrEndOfArray: "`,` or `]`"
    case .commaOrEndOfObject: "`,` or `}`"
    case .endOfText: "the end of the text"
    }
  }
}

extension JSONSyntaxError.NumberFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .leadingZero: "leading zero"
    case .leadingPlus: "leading plus"
    case .missingDigits: "digits are missing"
    case .notFinite: "not a finite number"
    case .malformed: "malformed"
    }
  }
}

private func hexadecimal(_ value: some BinaryInteger, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// Shows a scalar in back-ticks, by its number where it cannot be seen or would break the line.
private func named(_ scalar: Unicode.Scalar) -> String {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned:
    "`U+\(hexadecimal(scalar.value, digits: 4))`"
  default: "`\(scalar)`"
  }
}

/// Keeps a text of the document on one line.
private func printable(_ text: String) -> String {
  var line = ""
  for scalar in text.unicodeScalars {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: line.unicodeScalars.append("\u{FFFD}")
    default: line.unicodeScalars.append(scalar)
    }
  }
  return line
}
