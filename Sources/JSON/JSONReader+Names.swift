extension JSONReader {
  /// Reads a member's name and records one that the object has already.
  ///
  /// Names are equal when their bytes are, after escapes are replaced; never by canonical equivalence.
  mutating func readName(_ bytes: Span<UInt8>) throws(Stop) {
    let faultsBefore = faults.count
    try readString(.container, bytes)
    let name = nodes.count - 1
    if faults.count > faultsBefore {
      _ = frame.add(name, nodes[name], bits: 0)
      faultyNames.insert(name)
    } else {
      try addName(bytes)
    }
  }

  /// Reads a member as nearly all are written, up to its value: the name without escapes, in ASCII, and all signs in place.
  ///
  /// `false` where it is written otherwise: then nothing was read.
  @inline(__always)
  mutating func readPlainName(_ bytes: Span<UInt8>) throws(Stop) -> Bool {
    var start = JSONText.endOfWhitespace(bytes, from: index)
    if frame.child >= 0 {
      guard start < bytes.count, bytes[start] == UInt8(ascii: ",") else { return false }
      start = JSONText.endOfWhitespace(bytes, from: start + 1)
    }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else { return false }
    let end = JSONText.endOfPlain(bytes, from: start + 1) + 1
    guard end < bytes.count, bytes[end - 1] == UInt8(ascii: "\""), bytes[end] == UInt8(ascii: ":") else { return false }
    index = JSONText.endOfWhitespace(bytes, from: end + 1)
    nodes.append(JSONNode(string: start..<end, .plain, next: nodes.count + 1))
    try addName(bytes)
    return true
  }

  /// Makes the last node the name of the current member, and records it where the object has it already.
  @inline(__always)
  private mutating func addName(_ bytes: Span<UInt8>) throws(Stop) {
    let name = nodes.count - 1
    guard frame.add(name, nodes[name], bits: Self.bits(of: nodes[name], bytes)), isRepeated(name, in: frame, bytes) else {
      return
    }
    let text = JSONText.string(of: nodes[name], bytes)
    try record(.duplicateName(text), at: Int(nodes[name].start), .child, bytes)
  }

  /// One of 64 bits by a name's length and beginning; of one with escapes, of which equal bytes say nothing, all.
  @inline(__always)
  private static func bits(of name: JSONNode, _ bytes: Span<UInt8>) -> UInt64 {
    if name.hasEscapes { return .max }
    let hash = JSONText.head(bytes, name.content) ^ UInt64(name.end &- name.start)
    return 1 &<< ((hash &* 0x9E37_79B9_7F4A_7C15) &>> 58)
  }

  private mutating func isRepeated(_ name: Int, in frame: Frame, _ bytes: Span<UInt8>) -> Bool {
    if frame.needsSet { return isRepeatedInSet(name, in: frame, bytes) }
    let content = bytes.extracting(nodes[name].content)
    var earlier = frame.node + 1
    while earlier < name {
      let areEqual = JSONText.equal(bytes.extracting(nodes[earlier].content), content)
      if areEqual, !faultyNames.contains(earlier) { return true }
      earlier = Int(nodes[earlier + 1].next)
    }
    return false
  }

  private mutating func isRepeatedInSet(_ name: Int, in frame: Frame, _ bytes: Span<UInt8>) -> Bool {
    // The set is taken out while it is changed, lest it be copied.
    var names = nameSets.removeValue(forKey: frame.node) ?? names(before: name, in: frame, bytes)
    let isRepeated = !names.insert(JSONText.unescaped(bytes, nodes[name].content)).inserted
    nameSets[frame.node] = names
    return isRepeated
  }

  private func names(before name: Int, in frame: Frame, _ bytes: Span<UInt8>) -> Set<[UInt8]> {
    var names: Set<[UInt8]> = []
    var earlier = frame.node + 1
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

  /// Makes a name the current child; `false` where its hash shows that no name before is equal.
  @inline(__always)
  fileprivate mutating func add(_ name: Int, _ node: JSONNode, bits: UInt64) -> Bool {
    let mayBeRepeated = nameBits & bits != 0
    child = name
    nameLengths |= node.lengthBits
    names += 1
    nameBits |= bits
    return mayBeRepeated || needsSet
  }
}
