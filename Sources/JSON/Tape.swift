/// An array that is never shared, so that nothing need ask whether it is before it is changed.
///
/// For plain values only, which are neither copied nor destroyed one by one.
@safe struct Tape<Element: BitwiseCopyable & Sendable>: ~Copyable {
  private var start: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    unsafe start = .allocate(capacity: self.capacity)
  }

  deinit {
    // SAFETY: it was allocated here, and nobody else has it.
    unsafe start.deallocate()
  }

  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow() }
    // SAFETY: the place is within the capacity.
    unsafe (start + count).initialize(to: element)
    count &+= 1
  }

  /// - Precondition: It is not empty.
  @inline(__always)
  mutating func removeLast() -> Element {
    precondition(count > 0)
    count &-= 1
    // SAFETY: the place was within the count.
    return unsafe start[count]
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: 2 * capacity)
    // SAFETY: there is room for all, and what they are moved out of is given back.
    unsafe larger.moveInitialize(from: start, count: count)
    unsafe start.deallocate()
    unsafe (start = larger)
    capacity *= 2
  }

  subscript(index: Int) -> Element {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      // SAFETY: the place is within the count.
      return unsafe start[index]
    }
    @inline(__always)
    set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
      // SAFETY: likewise.
      unsafe start[index] = newValue
    }
  }
}

extension Tape<JSONNode> {
  /// The first name of an object, from one of its names on, that has a mark or one that says nothing.
  ///
  /// Of all that is done to a document this is done most.
  func name(marked mark: UInt16, from first: Int, to end: Int) -> Int? {
    precondition(first >= 0 && end <= count)
    var name = first
    while name < end {
      // SAFETY: behind every name there is its value, whose `next` is the next name or the end, and not before it.
      let found = unsafe start[name].mark
      if found == mark || found == JSONNode.markOfEscapes { return name }
      name = unsafe Int(start[name &+ 1].next)
    }
    return nil
  }

  /// Hands over each name of an object, from one of its names on.
  @inline(__always)
  func forEachName(from first: Int, to end: Int, _ body: (Int, JSONNode) -> Void) {
    precondition(first >= 0 && end <= count)
    var name = first
    while name < end {
      // SAFETY: behind every name there is its value, whose `next` is the next name or the end, and not before it.
      unsafe body(name, start[name])
      name = unsafe Int(start[name &+ 1].next)
    }
  }
}

// SAFETY: it owns what it points to, and nothing changes that but who has it alone.
extension Tape: @unchecked Sendable {}
