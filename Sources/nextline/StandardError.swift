#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where findings go, so that results stay clean.
enum StandardError {
  static func print(_ line: String) {
    write(line + "\n", to: 2)
  }

  /// Writes all of `text` to a descriptor; gives up when nobody reads.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    write(Array(text.utf8), to: descriptor)
  }

  /// Writes all of `bytes`; `false` when not all were taken.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    writeAll(bytes, to: descriptor) == nil
  }

  /// Writes all bytes; what came in between otherwise, as `errno` has it.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var start = 0
    while start < bytes.count {
      // SAFETY: the pointer is used within the call, for as many bytes as the slice has.
      let count = unsafe bytes[start...].withUnsafeBytes { unsafe writeBytes(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      start += count
    }
    return nil
  }
}

/// The system's `write`, by a name that the type's own does not hide.
private func writeBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, start, count)
}
