extension JSONReader {
  /// Reads a member's name and records one that the object has already.
  ///
  /// Names are equal when their bytes are, after escapes are replaced; never by canonical equivalence.
  mutating func readName(_ bytes: Span<UInt8>) throws(Stop) {
    let faultsBefore = faults.count
    let node = try readStringNode(.container, bytes)
    if faults.count > faultsBefore {
      faultyNames.insert(nodes.count)
      append(name: node, mark: JSONNode.markOfEscapes, bit: 0)
    } else if node.hasEscapes {
      append(name: node, mark: JSONNode.markOfEscapes, bit: .max)
      try checkName(bytes)
    } else {
      try addName(node, bytes)
    }
  }

  /// What ended the reading of plain members.
  enum Halt {
    /// A name was read whose value is not plain.
    case value
    /// The innermost container is another, an array.
    case container
    /// What comes is written otherwise; nothing of it was read.
    case other
  }

  /// Reads members as nearly all are written, also of objects within and around and those in arrays: names and strings in
  /// ASCII without escapes, all signs in place.
  @inline(__always)
  mutating func readPlainMembers(_ bytes: Span<UInt8>) throws(Stop) -> Halt {
    while true {
      var start = JSONText.endOfWhitespace(bytes, from: index)
      guard start < bytes.count else { return .other }
      if bytes[start] == UInt8(ascii: "}") {
        index = start
        close()
        if frame.isObject { continue }
        guard try goOnInArray(bytes) else { return .container }
        continue
      }
      if frame.child >= 0 {
        guard bytes[start] == UInt8(ascii: ",") else { return .other }
        start = JSONText.endOfWhitespace(bytes, from: start + 1)
      }
      guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return .other }
      let end = JSONText.endOfPlain(bytes, from: start + 1) + 1
      guard end < bytes.count, bytes[end - 1] == UInt8(ascii: "\""), bytes[end] == UInt8(ascii: ":") else { return .other }
      index = JSONText.endOfWhitespace(bytes, from: end + 1)
      try addName(JSONNode(kind: .string, from: start, to: end, next: nodes.count + 1), bytes)
      guard index < bytes.count else { return .value }
      switch bytes[index] {
      case UInt8(ascii: "\""):
        let end = JSONText.endOfPlain(bytes, from: index + 1)
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return .value }
        try countValue(bytes)
        nodes.append(JSONNode(kind: .string, from: index, to: end + 1, next: nodes.count + 1))
        index = end + 1
      case UInt8(ascii: "{"): try open(.object, bytes)
      case UInt8(ascii: "["):
        try open(.array, bytes)
        guard try goOnInArray(bytes) else { return .container }
      default: return .value
      }
    }
  }

  /// Moves from the innermost array into an object: its next element, or what is around it at its end. `false`: something
  /// else comes, of which nothing was read.
  @inline(__always)
  private mutating func goOnInArray(_ bytes: Span<UInt8>) throws(Stop) -> Bool {
    var start = JSONText.endOfWhitespace(bytes, from: index)
    guard start < bytes.count, !frames.isEmpty else { return false }
    if frame.child >= 0 {
      if bytes[start] == UInt8(ascii: "]") {
        index = start
        close()
        return frame.isObject
      }
      guard bytes[start] == UInt8(ascii: ",") else { return false }
      start = JSONText.endOfWhitespace(bytes, from: start + 1)
    }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "{") else { return false }
    index = start
    frame.child &+= 1
    try open(.object, bytes)
    return true
  }

  /// Makes a name without escapes the current child, and records it where the object has it already.
  @inline(__always)
  private mutating func addName(_ node: JSONNode, _ bytes: Span<UInt8>) throws(Stop) {
    let mark = JSONNode.mark(bytes.extracting(node.content))
    let place = UInt64(JSONNode.place(ofMark: mark))
    let mayBeRepeated = frame.nameBits &>> place & 1 != 0
    append(name: node, mark: mark, bit: 1 &<< place)
    if mayBeRepeated || frame.needsSet { try checkName(bytes) }
  }

  @inline(__always)
  private mutating func append(name node: JSONNode, mark: UInt16, bit: UInt64) {
    frame.child = Int32(truncatingIfNeeded: nodes.count)
    frame.nameLengths |= node.hasEscapes ? .max : JSONNode.lengthBit(node.content.count)
    frame.names &+= 1
    frame.nameBits |= bit
    nodes.append(
      JSONNode(kind: .string, node.spelling, from: Int(node.start), to: Int(node.end), next: Int(node.next), mark: mark))
  }

  /// Records the name that was read last where the object has it already.
  private mutating func checkName(_ bytes: Span<UInt8>) throws(Stop) {
    let name = nodes.count - 1
    guard isRepeated(name, in: frame, bytes) else { return }
    let text = JSONText.string(of: nodes[name], bytes)
    try record(.duplicateName(text), at: Int(nodes[name].start), .child, bytes)
  }

  private mutating func isRepeated(_ name: Int, in frame: Frame, _ bytes: Span<UInt8>) -> Bool {
    if frame.needsSet { return isRepeatedInSet(name, in: frame, bytes) }
    let (content, mark) = (bytes.extracting(nodes[name].content), nodes[name].mark)
    var earlier = Int(frame.node) + 1
    while earlier < name {
      let node = nodes[earlier]
      if node.mark == mark, JSONText.equal(bytes.extracting(node.content), content), !faultyNames.contains(earlier) {
        return true
      }
      earlier = Int(nodes[earlier + 1].next)
    }
    return false
  }

  private mutating func isRepeatedInSet(_ name: Int, in frame: Frame, _ bytes: Span<UInt8>) -> Bool {
    // The set is taken out while it is changed, lest it be copied.
    var names = nameSets.removeValue(forKey: Int(frame.node)) ?? names(before: name, in: frame, bytes)
    let isRepeated = !names.insert(JSONText.unescaped(bytes, nodes[name].content)).inserted
    nameSets[Int(frame.node)] = names
    return isRepeated
  }

  private func names(before name: Int, in frame: Frame, _ bytes: Span<UInt8>) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var earlier = Int(frame.node) + 1
    while earlier < name {
      if !faultyNames.contains(earlier) { names.insert(JSONText.unescaped(bytes, nodes[earlier].content)) }
      earlier = Int(nodes[earlier + 1].next)
    }
    return names
  }
}

extension JSONReader.Frame {
  /// Whether names are looked for in a set, not compared one by one: there are many, or one has escapes.
  var needsSet: Bool { names > 64 || nameBits == .max }
}
