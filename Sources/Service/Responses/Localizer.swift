package import JSON
package import Knowledge

/// Writes knowledge as it was loaded, with every text in one language.
package struct Localizer: Sendable {
  package let language: Language

  package init(language: Language) {
    self.language = language
  }

  /// The value with each `{"en": …, "ru": …}` replaced by its text, and without `$schema`.
  package func write(_ value: JSONValue, to writer: inout JSONWriter) {
    switch value.kind {
    case .object:
      if let text = text(value) {
        writer.string(text)
      } else {
        writer.beginObject()
        writeMembers(of: value, to: &writer)
        writer.endObject()
      }
    case .array:
      writer.beginArray()
      for element in value.elements { write(element, to: &writer) }
      writer.endArray()
    case .null, .boolean, .number, .string: writer.value(value)
    }
  }

  /// The members of an object, into an object that is open; `except` names those left out.
  package func writeMembers(of object: JSONValue, except: Set<String> = [], to writer: inout JSONWriter) {
    for member in object.members where !member.hasName("$schema") && !except.contains(member.name) {
      writer.name(member.name)
      write(member.value, to: &writer)
    }
  }

  /// The value as bytes of its own.
  package func bytes(of value: JSONValue) -> [UInt8] {
    var writer = JSONWriter()
    write(value, to: &writer)
    return writer.bytes
  }

  private func text(_ object: JSONValue) -> String? {
    guard object.count == 2, object["en"]?.kind == .string, object["ru"]?.kind == .string else { return nil }
    return object[language.rawValue]?.string
  }
}
