/// The connections of one loop, found by descriptor.
///
/// Descriptors are shared out among loops, so a connection takes the next free slot and a descriptor costs four bytes.
struct ConnectionTable {
  /// The slot by descriptor; negative: none.
  private var slots: [Int32] = []
  private var connections: [Connection?] = []
  private var free: [Int32] = []

  var count: Int { connections.count - free.count }

  mutating func insert(_ connection: Connection) {
    let index = Int(connection.descriptor)
    while slots.count <= index { slots.append(-1) }
    if let slot = free.popLast() {
      slots[index] = slot
      connections[Int(slot)] = connection
    } else {
      slots[index] = Int32(connections.count)
      connections.append(connection)
    }
  }

  /// Takes a connection out to work on it, so that its buffers are not copied; its slot waits for `putBack`.
  mutating func take(_ descriptor: Int32) -> Connection? {
    guard Int(descriptor) < slots.count, slots[Int(descriptor)] >= 0 else { return nil }
    return connections[Int(slots[Int(descriptor)])].take()
  }

  mutating func putBack(_ connection: Connection) {
    connections[Int(slots[Int(connection.descriptor)])] = connection
  }

  /// Gives the slot of a connection free, whether it was taken out or not.
  mutating func remove(_ descriptor: Int32) {
    let slot = slots[Int(descriptor)]
    slots[Int(descriptor)] = -1
    connections[Int(slot)] = nil
    free.append(slot)
  }

  /// The descriptors of the connections whose time has passed.
  func descriptors(expiredAt now: Int64) -> [Int32] {
    connections.indices.compactMap { index in
      guard let deadline = connections[index]?.deadline, now >= deadline else { return nil }
      return connections[index]?.descriptor
    }
  }

  /// The descriptors of the connections whose peers do not take what they are sent, the longest stalled first.
  var stalled: [Int32] {
    connections.compactMap { $0 }.filter { $0.wait == .write }.sorted { $0.deadline < $1.deadline }.map(\.descriptor)
  }

  var descriptors: [Int32] { descriptors(expiredAt: .max) }
}
