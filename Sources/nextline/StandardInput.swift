import Service

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where cases come from.
enum StandardInput {
  /// What is there, as it comes; empty at the end.
  static func read() throws(InputError) -> [UInt8] {
    try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count throws(InputError) in
      while true {
        // SAFETY: the system writes at most as many bytes as the buffer has.
        let result = unsafe readBytes(0, buffer.baseAddress, buffer.count)
        if result < 0, errno == EINTR { continue }
        guard result >= 0 else { throw InputError(reason: unsafe String(cString: strerror(errno))) }
        count = result
        return
      }
    }
  }
}

/// The system's `read`, by a name that the type's own does not hide.
private func readBytes(_ descriptor: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(descriptor, start, count)
}
