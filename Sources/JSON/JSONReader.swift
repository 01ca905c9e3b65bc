/// Reads a text into nodes and collects every fault on the way.
///
/// The state is a stack of open containers, so depth costs memory and never the call stack. Where a fault leaves
/// one way of reading on, that is taken; otherwise `Stop` ends the reading.
struct JSONReader: ~Copyable {
  /// An array or object whose end has not been read.
  struct Frame: BitwiseCopyable {
    let node: UInt32
    /// The byte it begins with.
    let start: UInt32
    /// The number of the element in an array, the node of the last name in an object; -1 before the first.
    var child: Int32 = -1
    /// How many names the object has so far, and a bit for each by its mark: where none is shared, none is equal.
    var names: UInt32 = 0
    var nameBits: UInt64 = 0
    /// A bit for each length of a name.
    var nameLengths: UInt16 = 0
    let isObject: Bool
  }

  struct Fault {
    let kind: JSONSyntaxError.Kind
    let offset: Int
    let pointer: String
  }

  /// What a fault belongs to: the child of the innermost open container, or that container itself.
  enum Subject {
    case child, container
  }

  struct Stop: Error {}

  static let maximumFaults = 100
  /// Bytes that all pointers of a report may take together, lest long names be repeated in each.
  static let maximumPointerBytes = 1 << 16

  let limits: JSONLimits
  var index = 0
  var nodes: Tape<JSONNode>
  /// The innermost open container; none at first.
  var frame = Frame(node: 0, start: 0, isObject: false)
  /// Those around it from the outermost on, behind one that stands for none.
  var frames = Tape<Frame>(capacity: 16)
  var values = 0
  var faults: [Fault] = []
  var pointerBytes = 0
  /// Whether the reading stopped because there were too many faults.
  var isFull = false
  /// Nodes of names that hold a fault and are not compared with others.
  var faultyNames: Set<Int> = []
  /// The names of open objects that have very many, by the object's node.
  var nameSets: [Int: Set<[UInt8]>] = [:]

  /// Reads a whole text; what is wrong with it is in `faults` afterwards.
  init(_ bytes: Span<UInt8>, limits: JSONLimits) {
    self.limits = limits
    nodes = Tape(capacity: min(bytes.count / 10 + 8, 1 << 18))
    do throws(Stop) {
      try readText(bytes)
    } catch {
      assert(!faults.isEmpty)
    }
  }

  private mutating func readText(_ bytes: Span<UInt8>) throws(Stop) {
    guard bytes.count <= limits.maximumBytes else {
      index = limits.maximumBytes
      throw try stop(.tooLarge(limitBytes: limits.maximumBytes), .child, bytes)
    }
    try skipByteOrderMark(bytes)
    skipWhitespace(bytes)
    guard index < bytes.count else { throw try stop(.empty, .child, bytes) }
    try readValue(bytes)
    while !frames.isEmpty {
      if frame.isObject {
        try continueObject(bytes)
      } else {
        try continueArray(bytes)
      }
    }
    skipWhitespace(bytes)
    guard index == bytes.count else { throw try unexpected(.endOfText, .child, bytes) }
  }

  private mutating func skipByteOrderMark(_ bytes: Span<UInt8>) throws(Stop) {
    guard bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF else { return }
    try record(.byteOrderMark, at: 0, .child, bytes)
    index = 3
  }

  @inline(__always)
  mutating func skipWhitespace(_ bytes: Span<UInt8>) {
    index = JSONText.endOfWhitespace(bytes, from: index)
  }
}

// Containers
extension JSONReader {
  @inline(__always)
  mutating func open(_ kind: JSONKind, _ bytes: Span<UInt8>) throws(Stop) {
    if frames.count == limits.maximumDepth {
      try record(.tooDeep(limit: limits.maximumDepth), at: index, .child, bytes)
    }
    frames.append(frame)
    frame = Frame(
      node: UInt32(truncatingIfNeeded: nodes.count), start: UInt32(truncatingIfNeeded: index), isObject: kind == .object)
    try append(kind, from: index, to: index + 1, bytes)
    index += 1
  }

  @inline(__always)
  mutating func close() {
    if frame.needsSet { nameSets[Int(frame.node)] = nil }
    index += 1
    nodes[Int(frame.node)] = JSONNode(
      kind: frame.isObject ? .object : .array, from: Int(frame.start), to: index, next: nodes.count, mark: frame.nameLengths)
    frame = frames.removeLast()
  }

  /// Reads an element or the end; `index` is behind `[` or behind an element.
  private mutating func continueArray(_ bytes: Span<UInt8>) throws(Stop) {
    guard try moveToChild(end: UInt8(ascii: "]"), bytes) else { return close() }
    frame.child &+= 1
    // What an array holds is an object nearly always.
    if bytes[index] == UInt8(ascii: "{") { try open(.object, bytes) } else { try readValue(bytes) }
  }

  /// Reads a member or the end, and plain members before it; `index` is behind `{` or behind a member.
  private mutating func continueObject(_ bytes: Span<UInt8>) throws(Stop) {
    switch try readPlainMembers(bytes) {
    case .container: return
    case .value: break
    case .other:
      guard try moveToChild(end: UInt8(ascii: "}"), bytes) else { return close() }
      guard bytes[index] == UInt8(ascii: "\"") else { throw try unexpected(.name, .container, bytes) }
      try readName(bytes)
      skipWhitespace(bytes)
      try skipColon(bytes)
      skipWhitespace(bytes)
    }
    guard index < bytes.count else { throw try stop(.unexpectedEnd, .child, bytes) }
    try readValue(bytes)
  }

  private mutating func skipColon(_ bytes: Span<UInt8>) throws(Stop) {
    guard index < bytes.count else { throw try stop(.unexpectedEnd, .child, bytes) }
    if bytes[index] == UInt8(ascii: ":") {
      index += 1
    } else if startsValue(bytes[index]) {
      try record(.missingColon, at: index, .child, bytes)
    } else {
      throw try unexpected(.colon, .child, bytes)
    }
  }

  /// Moves over white space and the comma to a container's next child; `false` at its end.
  private mutating func moveToChild(end: UInt8, _ bytes: Span<UInt8>) throws(Stop) -> Bool {
    let gap = index
    skipWhitespace(bytes)
    guard index < bytes.count else { throw try stop(.unexpectedEnd, .container, bytes) }
    let byte = bytes[index]
    if byte == end { return false }
    if frame.child < 0 { return try skipExtraCommas(end, bytes) }
    guard byte == UInt8(ascii: ",") else {
      guard index > gap, frame.isObject ? byte == UInt8(ascii: "\"") : startsValue(byte) else {
        throw try unexpected(frame.isObject ? .commaOrEndOfObject : .commaOrEndOfArray, .container, bytes)
      }
      try record(.missingComma, at: gap, .container, bytes)
      return true
    }
    let comma = index
    index += 1
    skipWhitespace(bytes)
    guard index < bytes.count else { throw try stop(.unexpectedEnd, .container, bytes) }
    if bytes[index] == UInt8(ascii: ",") { return try skipExtraCommas(end, bytes) }
    guard bytes[index] == end else { return true }
    try record(.trailingComma, at: comma, .container, bytes)
    return false
  }

  private mutating func skipExtraCommas(_ end: UInt8, _ bytes: Span<UInt8>) throws(Stop) -> Bool {
    while index < bytes.count, bytes[index] == UInt8(ascii: ",") {
      try record(.extraComma, at: index, .container, bytes)
      index += 1
      skipWhitespace(bytes)
    }
    guard index < bytes.count else { throw try stop(.unexpectedEnd, .container, bytes) }
    return bytes[index] != end
  }

  private func startsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

// Values
extension JSONReader {
  /// Reads a scalar whole, of a container only the opening; `index` is within the text and not on white space.
  private mutating func readValue(_ bytes: Span<UInt8>) throws(Stop) {
    switch bytes[index] {
    case UInt8(ascii: "\""):
      try countValue(bytes)
      try readString(.child, bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try readNumber(bytes)
    case UInt8(ascii: "{"): try open(.object, bytes)
    case UInt8(ascii: "["): try open(.array, bytes)
    case UInt8(ascii: "t"): try readLiteral("true", .boolean, bytes)
    case UInt8(ascii: "f"): try readLiteral("false", .boolean, bytes)
    case UInt8(ascii: "n"): try readLiteral("null", .null, bytes)
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
      guard frame.isObject, bytes[index] != UInt8(ascii: "]") else {
        throw try unexpected(.value, .child, bytes)
      }
      try record(.missingValue, at: index, .child, bytes)
      try append(.null, from: index, to: index, bytes)
    default: try readWord(bytes)
    }
  }

  private mutating func readLiteral(_ word: String, _ kind: JSONKind, _ bytes: Span<UInt8>) throws(Stop) {
    var end = index
    for byte in word.utf8 {
      guard end < bytes.count, bytes[end] == byte else { return try readWord(bytes) }
      end += 1
    }
    guard end == bytes.count || !isOfWord(bytes[end]) else { return try readWord(bytes) }
    try append(kind, from: index, to: end, bytes)
    index = end
  }

  /// Adds the node of a value that holds no others, or of a container whose end is not known yet.
  mutating func append(_ kind: JSONKind, from start: Int, to end: Int, _ bytes: Span<UInt8>) throws(Stop) {
    try countValue(bytes)
    nodes.append(JSONNode(kind: kind, from: start, to: end, next: nodes.count + 1))
  }

  @inline(__always)
  mutating func countValue(_ bytes: Span<UInt8>) throws(Stop) {
    values += 1
    if values > limits.maximumValues { throw try stop(.tooManyValues(limit: limits.maximumValues), .child, bytes) }
  }
}
