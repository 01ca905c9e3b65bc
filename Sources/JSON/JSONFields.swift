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
      var index = Int(mark) % Self.slotCount
      while slots[index].place >= 0 { index = (index + 1) % Self.slotCount }
      slots[index] = Slot(mark: mark, place: Int16(place), start: UInt16(start), end: UInt16(bytes.count))
    }
    (self.bytes, self.slots) = (bytes, slots)
  }
}

/// An object, and where those of its members are that are asked for together: found in one pass over it.
package struct JSONFields: Sendable {
  fileprivate static let mostFields = 16

  package let object: JSONValue
  /// The nodes of the values; 0, which is never that of a member: there is none.
  private let places: SIMD16<UInt32>

  /// Any value; one that is no object has no members.
  package init(of object: JSONValue, _ names: JSONFieldNames) {
    self.object = object
    places = Self.places(of: object, names)
  }

  private static func places(of object: JSONValue, _ names: JSONFieldNames) -> SIMD16<UInt32> {
    var places = SIMD16<UInt32>()
    let (document, node) = (object.document, object.node)
    guard node.kind == .object else { return places }
    let (bytes, wanted, slots) = (document.bytes, names.bytes, names.slots)
    let (text, names, table) = (bytes.span, wanted.span, slots.span)
    var name = object.index + 1
    while name < Int(node.next) {
      let found = document.nodes[name]
      var index = Int(found.mark)
      // One with escapes may be any: all are looked at.
      var left = found.hasEscapes ? JSONFieldNames.slotCount : 1
      while left > 0 {
        let slot = table[index % JSONFieldNames.slotCount]
        let isFree = slot.place < 0
        if !isFree, slot.mark == found.mark || found.hasEscapes,
          JSONText.node(found, text, equals: names.extracting(Int(slot.start)..<Int(slot.end)))
        {
          places[Int(slot.place)] = UInt32(truncatingIfNeeded: name + 1)
          break
        }
        if isFree || found.hasEscapes { left &-= 1 }
        index &+= 1
      }
      name = Int(document.nodes[name + 1].next)
    }
    return places
  }

  package func has(_ place: Int) -> Bool { places[place] != 0 }

  package subscript(_ place: Int) -> JSONValue? {
    let index = Int(places[place])
    return index == 0 ? nil : JSONValue(document: object.document, index: index)
  }
}
