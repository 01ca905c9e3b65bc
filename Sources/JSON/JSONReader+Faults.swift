extension JSONReader {
  /// Adds a fault and goes on, until there are too many.
  mutating func record(
    _ kind: JSONSyntaxError.Kind, at offset: Int, _ subject: Subject, _ bytes: Span<UInt8>
  ) throws(Stop) {
    guard faults.count < Self.maximumFaults, pointerBytes <= Self.maximumPointerBytes else {
      isFull = true
      index = offset
      throw Stop()
    }
    let pointer = pointer(to: subject, bytes)
    pointerBytes += pointer.utf8.count
    faults.append(Fault(kind: kind, offset: offset, pointer: pointer))
  }

  /// Records the last fault at `index` and makes what ends the reading.
  mutating func stop(
    _ kind: JSONSyntaxError.Kind, _ subject: Subject, _ bytes: Span<UInt8>
  ) throws(Stop) -> Stop {
    try record(kind, at: index, subject, bytes)
    return Stop()
  }

  mutating func unexpected(
    _ expected: JSONSyntaxError.Expectation, _ subject: Subject, _ bytes: Span<UInt8>
  ) throws(Stop) -> Stop {
    guard let scalar = JSONText.scalar(bytes, at: index) else {
      return try stop(.invalidUTF8(byte: bytes[index]), subject, bytes)
    }
    return try stop(.unexpectedCharacter(scalar, expected: expected), subject, bytes)
  }

  /// Names the value being read, or the container it lies in.
  private func pointer(to subject: Subject, _ bytes: Span<UInt8>) -> String {
    var pointer = ""
    let open = frames.isEmpty ? [] : (1..<frames.count).map { frames[$0] } + [frame]
    let named = subject == .child ? open : open.dropLast()
    for frame in named.prefix(limits.maximumDepth) where frame.child >= 0 {
      pointer +=
        frame.isObject
        ? JSONPointer.token(JSONText.string(of: nodes[Int(frame.child)], bytes)) : "/\(frame.child)"
    }
    return pointer
  }
}

extension JSONReader {
  /// Gives the faults their places, in document order, and says where the report is not complete.
  func errors(_ bytes: Span<UInt8>) -> [JSONSyntaxError] {
    // INVARIANT: faults are recorded in the order of their offsets, so one pass finds every line and column.
    var position = JSONPosition.start
    var errors = faults.map { fault in
      position = position.advanced(to: fault.offset, in: bytes)
      return JSONSyntaxError(kind: fault.kind, position: position, pointer: fault.pointer)
    }
    if isFull {
      let kind = JSONSyntaxError.Kind.tooManyErrors(limit: faults.count)
      errors.append(JSONSyntaxError(kind: kind, position: position.advanced(to: index, in: bytes), pointer: ""))
    }
    return errors
  }
}
