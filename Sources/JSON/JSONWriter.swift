/// Writes JSON as UTF-8 into one buffer, compactly and in the order of the calls.
///
/// Commas are put by the writer. That names and values alternate and containers are closed is the caller's to keep.
///
///     var writer = JSONWriter(reserving: 256)
///     writer.beginObject()
///     writer.member("regimen", "DVd")
///     writer.name("doses")
///     writer.beginArray()
///     writer.integer(16)
///     writer.endArray()
///     writer.endObject()
package struct JSONWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  /// Whether a value came before in the open container.
  private var needsComma = false

  package init(reserving capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  package mutating func beginObject() { begin(UInt8(ascii: "{")) }

  package mutating func endObject() { end(UInt8(ascii: "}")) }

  package mutating func beginArray() { begin(UInt8(ascii: "[")) }

  package mutating func endArray() { end(UInt8(ascii: "]")) }

  /// Writes the name of the member whose value comes next.
  ///
  /// A literal, which is copied as it is: it holds nothing that needs an escape.
  package mutating func name(_ name: StaticString) {
    name.withUTF8Buffer { utf8 in
      // A static string gives its bytes only as a pointer; it is valid within the closure, where they are copied.
      let utf8 = unsafe utf8.span
      assert(Self.isPlain(utf8), "a literal name needs an escape")
      appendQuoted(utf8, isName: true)
    }
  }

  /// Writes a name that is known only at run time.
  @_disfavoredOverload
  package mutating func name(_ name: String) {
    appendQuoted(name, isName: true)
  }

  package mutating func string(_ string: String) {
    appendQuoted(string, isName: false)
  }

  /// Writes a string given in UTF-8.
  package mutating func string(_ utf8: [UInt8]) {
    if Self.isPlain(utf8.span) {
      appendQuoted(utf8.span, isName: false)
    } else {
      appendEscaped(utf8.span, isName: false)
    }
  }

  package mutating func integer(_ integer: Int) { number(JSONNumber(integer)) }

  package mutating func number(_ number: JSONNumber) {
    bytes.append(addingCapacity: JSONNumber.maximumBytes + 1) { end in
      if needsComma { end.append(UInt8(ascii: ",")) }
      number.write(to: &end)
    }
    needsComma = true
  }

  package mutating func boolean(_ boolean: Bool) { appendWord(boolean ? "true" : "false") }

  package mutating func null() { appendWord("null") }

  /// Writes a complete value that was rendered before.
  package mutating func raw(_ value: [UInt8]) {
    separate()
    bytes.append(contentsOf: value)
  }

  /// Writes members that were rendered before, `"a":1,"b":2` without braces, into the open object; none is allowed.
  package mutating func rawMembers(_ members: [UInt8]) {
    guard !members.isEmpty else { return }
    separate()
    bytes.append(contentsOf: members)
  }
}

// Read values
extension JSONWriter {
  /// Writes a value that was read: without white space, strings with no more escapes than needed, numbers as they were.
  package mutating func value(_ value: JSONValue) {
    let document = value.document
    var open: [JSONNode] = []
    var index = value.index
    let end = Int(document.nodes[index].next)
    while index < end || !open.isEmpty {
      if let container = open.last, index == Int(container.next) {
        self.end(container.kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        open.removeLast()
        continue
      }
      if open.last?.kind == .object {
        appendString(document.nodes[index], document.bytes, isName: true)
        index += 1
      }
      let node = document.nodes[index]
      switch node.kind {
      case .object:
        beginObject()
        open.append(node)
      case .array:
        beginArray()
        open.append(node)
      case .string:
        appendString(node, document.bytes, isName: false)
      case .null, .boolean, .number:
        separate()
        bytes.append(contentsOf: document.bytes[node.bytes])
      }
      index += 1
    }
  }

  private mutating func appendString(_ node: JSONNode, _ source: [UInt8], isName: Bool) {
    if node.hasEscapes {
      appendEscaped(JSONText.unescaped(source.span, node.content).span, isName: isName)
    } else {
      appendQuoted(source.span.extracting(node.content), isName: isName)
    }
  }
}

// Bytes
extension JSONWriter {
  @inline(__always)
  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func appendWord(_ word: StaticString) {
    separate()
    // A static string gives its bytes only as a pointer; it is valid within the closure, where they are copied.
    word.withUTF8Buffer { utf8 in unsafe bytes.append(contentsOf: utf8) }
  }

  private mutating func appendQuoted(_ string: String, isName: Bool) {
    let utf8 = string.utf8.span
    if Self.isPlain(utf8) {
      appendQuoted(utf8, isName: isName)
    } else {
      appendEscaped(utf8, isName: isName)
    }
  }

  /// Adds a member whose name and value need no escapes.
  mutating func appendMember(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    appendQuoted(name, isName: true)
    appendQuoted(value, isName: false)
  }

  /// Adds a string that needs no escapes, with its comma or colon.
  private mutating func appendQuoted(_ utf8: Span<UInt8>, isName: Bool) {
    // In one piece: most of what is written comes through here.
    bytes.append(addingCapacity: utf8.count + 4) { end in
      if needsComma { end.append(UInt8(ascii: ",")) }
      end.append(UInt8(ascii: "\""))
      end.append(contentsOf: utf8)
      end.append(UInt8(ascii: "\""))
      if isName { end.append(UInt8(ascii: ":")) }
    }
    needsComma = !isName
  }

  private mutating func appendEscaped(_ utf8: Span<UInt8>, isName: Bool) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    for index in utf8.indices {
      let byte = utf8[index]
      if Self.needsEscape(byte) { appendEscape(byte) } else { bytes.append(byte) }
    }
    bytes.append(UInt8(ascii: "\""))
    if isName { bytes.append(UInt8(ascii: ":")) }
    needsComma = !isName
  }

  /// Whether no byte needs an escape; without an early exit, so that many are looked at together.
  static func isPlain(_ utf8: Span<UInt8>) -> Bool {
    // SAFETY: the pointer is used within the closure, where it is valid; without bounds checks the loop is made of vectors.
    unsafe utf8.withUnsafeBufferPointer { bytes in
      var found: UInt8 = 0
      for index in bytes.indices {
        let byte = unsafe bytes[index]
        found |= (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0) | (byte == UInt8(ascii: "\\") ? 1 : 0)
      }
      return found == 0
    }
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// Writes the short form of an escape where there is one (RFC 8259 §7).
  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x00..<0x20:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(UInt8(ascii: "0") + byte >> 4)
      let digit = byte & 0x0F
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    default: bytes.append(byte)
    }
  }
}
