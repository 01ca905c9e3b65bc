extension JSONReader {
  /// Objects with more names than this compare them by a set rather than one with another.
  private static let maximumCompared = 64

  /// Reads a member's name; compares it with those before it, unescaped, by bytes and never canonically.
  mutating func readName(_ bytes: Span<UInt8>) throws(Stop) {
    let name = nodes.count
    let last = frames.count - 1
    let faultsBefore = faults.count
    try readString(.container, bytes)
    frames[last].child = name
    frames[last].names += 1
    guard faults.count == faultsBefore else {
      faultyNames.insert(name)
      return
    }
    if isRepeated(name, bytes) {
      let text = JSONText.string(of: nodes[name], bytes)
      try record(.duplicateName(text), at: Int(nodes[name].start), .child, bytes)
    }
  }

  /// Whether the innermost object has the name already; notes it for those to come.
  @inline(__always)
  private mutating func isRepeated(_ name: Int, _ bytes: Span<UInt8>) -> Bool {
    let last = frames.count - 1
    let bits = nameBits(of: nodes[name], bytes)
    let known = frames[last].nameBits
    frames[last].nameBits = known | bits
    return known & bits != 0 && searchNames(for: name, bytes)
  }

  /// One of 64 bits by a name's length and ends; all of them for a name with escapes, which may equal any.
  @inline(__always)
  private func nameBits(of node: JSONNode, _ bytes: Span<UInt8>) -> UInt64 {
    if node.hasEscapes { return .max }
    let content = node.content
    guard !content.isEmpty else { return 1 }
    let ends = Int(bytes[content.lowerBound]) &+ Int(bytes[content.upperBound - 1]) &* 31
    return 1 &<< UInt64(truncatingIfNeeded: ends &+ content.count &* 7)
  }

  private mutating func searchNames(for name: Int, _ bytes: Span<UInt8>) -> Bool {
    let frame = frames[frames.count - 1]
    let text = JSONText.unescaped(bytes, nodes[name].content)
    if frame.names > Self.maximumCompared { return searchSet(of: frame, for: text, bytes) }
    var earlier = frame.node + 1
    while earlier < name {
      if JSONText.node(nodes[earlier], bytes, equals: text.span), !faultyNames.contains(earlier) { return true }
      earlier = Int(nodes[earlier + 1].next)
    }
    return false
  }

  private mutating func searchSet(of frame: Frame, for text: [UInt8], _ bytes: Span<UInt8>) -> Bool {
    var names = nameSets.removeValue(forKey: frame.node) ?? []
    defer { nameSets[frame.node] = names }
    return !names.insert(text).inserted
  }
}
