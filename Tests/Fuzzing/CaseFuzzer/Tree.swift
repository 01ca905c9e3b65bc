import JSON

/// A JSON value that can be changed.
indirect enum Tree: Equatable {
  case null
  case boolean(Bool)
  /// As it is written.
  case number(String)
  case string(String)
  case array([Tree])
  case object([Member])

  struct Member: Equatable {
    var name: String
    var value: Tree
  }

  init(_ value: JSONValue) {
    self =
      switch value.kind {
      case .null: .null
      case .boolean: .boolean(value.boolean == true)
      case .number: .number(value.rawNumber ?? "0")
      case .string: .string(value.string ?? "")
      case .array: .array(value.elements.map(Tree.init))
      case .object: .object(value.members.map { Member(name: $0.name, value: Tree($0.value)) })
      }
  }

  static func strings(_ texts: [String]) -> Tree { .array(texts.map { .string($0) }) }

  static func integer(_ integer: Int) -> Tree { .number("\(integer)") }

  /// The value with the members of every object in the opposite order.
  var turned: Tree {
    switch self {
    case .null, .boolean, .number, .string: self
    case .array(let elements): .array(elements.map(\.turned))
    case .object(let members): .object(members.reversed().map { Member(name: $0.name, value: $0.value.turned) })
    }
  }

  var written: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }

  private func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.null()
    case .boolean(let boolean): writer.boolean(boolean)
    case .number(let text): writer.raw(Array(text.utf8))
    case .string(let text): writer.string(text)
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.write(to: &writer) }
      writer.endArray()
    case .object(let members):
      writer.beginObject()
      for member in members {
        writer.name(member.name)
        member.value.write(to: &writer)
      }
      writer.endObject()
    }
  }
}
