/// Names of members that are asked for together, of many objects.
package struct JSONFieldNames: Sendable {
  fileprivate struct Slot: Sendable {
    var mark: UInt16 = 0
    /// The field's place; -1 where the slot is free.
    var place: Int16 = -1
    /// The name, within `bytes`.
    var start: UInt16 = 0
    var end: UInt16 = 0
  }

  /// One for each place of a mark.
  fileprivate static let slotCount = 64
  fileprivate let bytes: [UInt8]
  /// Few are taken; a name stands in the first free one from that of its mark on.
  fileprivate let slots: [Slot]

  /// The place of each is its index.
  ///
  /// - Precondition: There are 16 at most.
  package init(_ names: [String]) {
    precondition(names.count <= JSONFields.mostFields)
    var bytes: [UInt8] = []
    var slots = [Slot](repeating: Slot(), count: Self.slotCount)
    for (place, name) in names.enumerated() {
      let start = bytes.count
      bytes += name.utf8
      let mark = JSONNode.mark(name.utf8.span)
      var index = JSONNode.place(ofMark: mark)
      while slots[index].place >= 0 { index = (index + 1) % Self.slotCount }
      slots[index] = Slot(mark: mark, place: Int16(place), start: UInt16(start), end: UInt16(bytes.count))
    }
    (self.bytes, self.slots) = (bytes, slots)
  }

  /// The place of a name in a document; `nil`: it is not asked for.
  @inline(__always)
  fileprivate func place(of name: JSONNode, in text: Span<UInt8>) -> Int? {
    let (names, slots) = (bytes.span, slots.span)
    var index = JSONNode.place(ofMark: name.mark)
    while true {
      let slot = slots[index]
      if slot.place < 0 { return nil }
      if slot.mark == name.mark,
        JSONText.equal(text.extracting(name.content), names.extracting(Int(slot.start)..<Int(slot.end)))
      {
        return Int(slot.place)
      }
      index = (index + 1) & (Self.slotCount - 1)
    }
  }

  /// The same of a name whose mark says nothing.
  fileprivate func placeOfAny(_ name: JSONNode, in document: JSONDocument) -> Int? {
    let names = bytes
    return slots.first { slot in
      slot.place >= 0 && document.node(name, equals: names.span.extracting(Int(slot.start)..<Int(slot.end)))
    }.map { Int($0.place) }
  }
}

/// An object, and where those of its members are that are asked for together: found in one pass over it.
package struct JSONFields: Sendable {
  fileprivate static let mostFields = 16

  package let object: JSONValue
  /// The nodes of the values; 0, which is never that of a member: there is none.
  private let places: Places

  /// Any value; one that is no object has no members.
  package init(of object: JSONValue, _ names: JSONFieldNames) {
    places = Self.places(of: object, names)
    self.object = object
  }

  private typealias Places = SIMD16<UInt32>

  private static func places(of object: JSONValue, _ names: JSONFieldNames) -> Places {
    let (document, node) = (object.document, object.node)
    guard node.kind == .object else { return Places() }
    // A vector is rewritten whole with each of its elements.
    var places = InlineArray<16, UInt32>(repeating: 0)
    let text = document.bytes
    document.nodes.forEachName(from: object.index + 1, to: Int(node.next)) { index, name in
      let place = name.hasEscapes ? names.placeOfAny(name, in: document) : names.place(of: name, in: text.span)
      if let place { places[place] = UInt32(truncatingIfNeeded: index + 1) }
    }
    // SAFETY: both are sixteen numbers of the same type.
    return unsafe unsafeBitCast(places, to: Places.self)
  }

  package func has(_ place: Int) -> Bool { places[place] != 0 }

  /// The text of a member that is a string; `nil` for others.
  package func text(_ place: Int) -> String? {
    string(place).map { object.document.text(of: $0) }
  }

  /// The place of the text of a member in a table; `nil` also for others than strings.
  package func place(of place: Int, in table: NameTable) -> Int? {
    string(place).flatMap { object.document.place(of: $0, in: table) }
  }

  /// The texts of two members with a solidus between them; `nil` unless both are strings.
  package func path(_ first: Int, _ last: Int) -> String? {
    guard let first = string(first), let last = string(last) else { return nil }
    return object.document.withPath(of: first, last) { JSONText.string($0, 0..<$0.count) }
  }

  /// The place of the texts of two members with a solidus between them, which is given to them where they have none;
  /// `nil` unless both are strings.
  package func place(ofPath first: Int, _ last: Int, in table: inout NameTable, orElse place: Int) -> Int? {
    guard let first = string(first), let last = string(last) else { return nil }
    return object.document.withPath(of: first, last) { table.place(of: $0, orElse: place) }
  }

  package func isString(_ place: Int) -> Bool { string(place) != nil }

  /// Whether a member is there, and the same bytes as a value.
  package func isMember(_ place: Int, writtenAs value: JSONValue?) -> Bool {
    guard has(place), let value else { return false }
    let (own, others) = (object.document.bytes, value.document.bytes)
    let node = object.document.nodes[Int(places[place])]
    return JSONText.equal(own.span.extracting(node.bytes), others.span.extracting(value.node.bytes))
  }

  /// The node of a member that is a string.
  private func string(_ place: Int) -> JSONNode? {
    guard has(place) else { return nil }
    let node = object.document.nodes[Int(places[place])]
    return node.kind == .string ? node : nil
  }

  package subscript(_ place: Int) -> JSONValue? {
    let index = Int(places[place])
    return index == 0 ? nil : JSONValue(document: object.document, index: index)
  }
}
