extension JSONReader {
  /// Reads a member's name and records one that the object has already.
  ///
  /// Names are equal when their bytes are, after escapes are replaced; never by canonical equivalence.
  mutating func readName(_ bytes: Span<UInt8>) throws(Stop) {
    let name = nodes.count
    let innermost = frames.count - 1
    let faultsBefore = faults.count
    let bits = try readHashedString(bytes)
    let mayBeRepeated = frames[innermost].add(name, bits: bits)
    if faults.count > faultsBefore {
      faultyNames.insert(name)
    } else if mayBeRepeated, isRepeated(name, in: frames[innermost], bytes) {
      let text = JSONText.string(of: nodes[name], bytes)
      try record(.duplicateName(text), at: Int(nodes[name].start), .child, bytes)
    }
  }

  /// Reads a string and hashes it to one of 64 bits; one with escapes, of which equal bytes say nothing, to all.
  @inline(__always)
  private mutating func readHashedString(_ bytes: Span<UInt8>) throws(Stop) -> UInt64 {
    let start = index
    var end = start + 1
    var hash: UInt64 = 0
    while end < bytes.count, isPlain(bytes[end]) {
      hash = Self.hash(hash, bytes[end])
      end += 1
    }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      index = end + 1
      nodes.append(JSONNode(kind: .string, bytes: start..<index, next: nodes.count + 1))
    } else {
      try readString(.container, bytes)
      if nodes[nodes.count - 1].hasEscapes { return .max }
      for next in end..<index - 1 { hash = Self.hash(hash, bytes[next]) }
    }
    return 1 &<< ((hash &* 0x9E37_79B9_7F4A_7C15) &>> 58)
  }

  @inline(__always)
  private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash &<< 5 | hash &>> 59) ^ UInt64(byte)
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
  fileprivate mutating func add(_ name: Int, bits: UInt64) -> Bool {
    let mayBeRepeated = nameBits & bits != 0
    child = name
    names += 1
    nameBits |= bits
    return mayBeRepeated || needsSet
  }
}
