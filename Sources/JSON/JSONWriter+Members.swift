extension JSONWriter {
  package mutating func member(_ name: StaticString, _ value: String) {
    let utf8 = value.utf8.span
    guard Self.isPlain(utf8) else {
      self.name(name)
      return string(value)
    }
    // A static string gives its bytes only as a pointer; it is valid within the closure, where they are copied.
    name.withUTF8Buffer { name in appendMember(unsafe name.span, utf8) }
  }

  /// A string in UTF-8.
  package mutating func member(_ name: StaticString, utf8 value: [UInt8]) {
    self.name(name)
    string(value)
  }

  package mutating func member(_ name: StaticString, _ value: Int) {
    self.name(name)
    integer(value)
  }

  package mutating func member(_ name: StaticString, _ value: Bool) {
    self.name(name)
    boolean(value)
  }

  package mutating func member(_ name: StaticString, _ value: JSONNumber) {
    self.name(name)
    number(value)
  }

  package mutating func member(_ name: StaticString, _ value: JSONValue) {
    self.name(name)
    self.value(value)
  }
}
