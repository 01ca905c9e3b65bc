#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A pipe that wakes a loop from its poller.
///
/// Both ends live as long as anybody can signal, so that a late signal is not written to a descriptor of somebody else.
final class Wake: Sendable {
  let reading: Int32
  private let writing: Int32

  init() throws(ServerError) {
    var ends: [Int32] = [-1, -1]
    // SAFETY: `pipe` writes two descriptors into an array of two.
    guard unsafe pipe(&ends) == 0, Socket.setNonBlocking(ends[0]), Socket.setNonBlocking(ends[1]) else {
      throw .outOfResources
    }
    (reading, writing) = (ends[0], ends[1])
  }

  /// Makes the reading end readable; a full pipe is readable already.
  func signal() {
    var byte: UInt8 = 1
    // SAFETY: the pointer is used within the call, for one byte.
    _ = unsafe write(writing, &byte, 1)
  }

  func clear() {
    var bytes = [UInt8](repeating: 0, count: 256)
    // SAFETY: the pointer is used within the call, for the buffer's own count.
    while unsafe bytes.withUnsafeMutableBytes({ unsafe read(reading, $0.baseAddress, $0.count) }) == 256 {}
  }

  deinit {
    _ = Socket.close(reading)
    _ = Socket.close(writing)
  }
}
