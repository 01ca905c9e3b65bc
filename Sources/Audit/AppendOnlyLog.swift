import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file of lines that only grows: what was appended is on the disk when `append` returns, and survives the death of the
/// process at any byte.
///
/// A line is whole when its line break is there. What stands behind the last one was never acknowledged; it is cut off when the
/// file is opened. One process has the file at a time. Readable by its owner only.
package final class AppendOnlyLog: Sendable {
  /// When lines are on the disk.
  package enum Flushing: String, Sendable, CaseIterable {
    /// Before `append` returns.
    case always
    /// When the system gets to it: what was acknowledged may be lost with the machine, but not with the process.
    case never
  }

  private struct File {
    var descriptor: Int32
    var count: Int
  }

  package let path: String
  private let flushing: Flushing
  /// A file longer than this is rotated before the next line.
  private let mostBytes: Int?
  private let file: Mutex<File>
  /// Bytes of a torn last line that were cut off when the log was opened.
  package let tornBytes: Int

  package init(path: String, flushing: Flushing = .always, mostBytes: Int? = nil) throws(LogError) {
    self.path = path
    self.flushing = flushing
    self.mostBytes = mostBytes
    let descriptor = try Self.open(path)
    do throws(LogError) {
      let whole = try Self.repair(descriptor, path)
      tornBytes = whole.torn
      file = Mutex(File(descriptor: descriptor, count: whole.count))
    } catch {
      _ = close(descriptor)
      throw error
    }
  }

  deinit {
    file.withLock { _ = close($0.descriptor) }
  }

  /// Adds a line, which holds no line break. When this throws, the line is not in the log.
  package func append(_ line: [UInt8]) throws(LogError) {
    assert(!line.contains(UInt8(ascii: "\n")), "a line break in a line")
    let bytes = line + [UInt8(ascii: "\n")]
    try file.withLock { file throws(LogError) in
      if let mostBytes, file.count > 0, file.count + bytes.count > mostBytes { try rotate(&file) }
      do throws(LogError) {
        try Self.write(bytes, to: file.descriptor, path)
        if flushing == .always { try Self.flush(file.descriptor, path) }
      } catch {
        // Half a line, or one that is refused, would run into the next.
        _ = ftruncate(file.descriptor, off_t(file.count))
        throw error
      }
      file.count += bytes.count
    }
  }

  /// The lines it holds, without their breaks.
  package func lines() throws(LogError) -> [ArraySlice<UInt8>] {
    try file.withLock { file throws(LogError) in
      var bytes = [UInt8](repeating: 0, count: file.count)
      var start = 0
      while start < bytes.count {
        // SAFETY: the pointer is used for the length of the call, with no more than what is left of the buffer.
        let count = unsafe bytes[start...].withUnsafeMutableBytes {
          unsafe pread(file.descriptor, $0.baseAddress, $0.count, off_t(start))
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw LogError(path, reason: "it ends before its end") }
        start += count
      }
      return bytes.split(separator: UInt8(ascii: "\n"))
    }
  }

  /// Puts the file aside under a name with the time, and begins a new one. If somebody else put it aside, only the latter.
  package func rotate() throws(LogError) {
    try file.withLock { file throws(LogError) in try rotate(&file) }
  }

  private func rotate(_ file: inout File) throws(LogError) {
    if Self.isSame(file.descriptor, path) {
      guard unsafe rename(path, Self.unusedName(beside: path)) == 0 else { throw LogError(path) }
    }
    let descriptor = try Self.open(path)
    _ = close(file.descriptor)
    file = File(descriptor: descriptor, count: 0)
  }

  /// `PATH.20261121T090500.120Z`, with a number when several are made at a time.
  private static func unusedName(beside path: String) -> String {
    let name = "\(path).\(Timestamp().compact)"
    var candidate = name
    var number = 1
    while unsafe access(candidate, F_OK) == 0 {
      number += 1
      candidate = "\(name)-\(number)"
    }
    return candidate
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (open, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &open) == 0, unsafe stat(path, &named) == 0 else { return false }
    return open.st_dev == named.st_dev && open.st_ino == named.st_ino
  }

  private static func open(_ path: String) throws(LogError) -> Int32 {
    let descriptor = openFile(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LogError(path) }
    // Another process that appends to the same file would be cut off by a repair of this one.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let error = errno == EWOULDBLOCK ? LogError(path, reason: "another process writes to it") : LogError(path)
      _ = close(descriptor)
      throw error
    }
    flushDirectory(of: path)
    return descriptor
  }

  /// A new name is on the disk when its directory is.
  private static func flushDirectory(of path: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = openFile(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  /// Cuts off what stands behind the last line break.
  private static func repair(_ descriptor: Int32, _ path: String) throws(LogError) -> (count: Int, torn: Int) {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    guard size >= 0 else { throw LogError(path) }
    var end = size
    var chunk = [UInt8](repeating: 0, count: 65_536)
    search: while end > 0 {
      let start = max(0, end - chunk.count)
      // SAFETY: the pointer is used for the length of the call, with no more than the buffer's count.
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, end - start, off_t(start)) }
      guard count == end - start else { throw LogError(path) }
      if let index = chunk[..<count].lastIndex(of: UInt8(ascii: "\n")) {
        end = start + index + 1
        break search
      }
      end = start
    }
    if end < size {
      guard ftruncate(descriptor, off_t(end)) == 0 else { throw LogError(path) }
      try flush(descriptor, path)
    }
    return (end, size - end)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(LogError) {
    var start = 0
    while start < bytes.count {
      // SAFETY: the pointer is used within the call, for as many bytes as the slice has.
      let count = unsafe bytes[start...].withUnsafeBytes { unsafe writeBytes(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw LogError(path) }
      start += count
    }
  }

  private static func flush(_ descriptor: Int32, _ path: String) throws(LogError) {
    #if canImport(Darwin)
      let result = fsync(descriptor)
    #else
      let result = fdatasync(descriptor)
    #endif
    guard result == 0 else { throw LogError(path) }
  }
}

/// Why a log cannot be written.
package struct LogError: Error, Sendable, CustomStringConvertible {
  private let path: String
  private let reason: String

  /// With the reason of the system's last call.
  init(_ path: String) {
    self.init(path, reason: unsafe String(cString: strerror(errno)))
  }

  init(_ path: String, reason: String) {
    (self.path, self.reason) = (path, reason)
  }

  package var description: String { "`\(path)` cannot be written: \(reason)" }
}

/// The system's calls by names that those of the type do not hide.
private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
  unsafe open(path, flags, mode)
}

private func writeBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, start, count)
}
