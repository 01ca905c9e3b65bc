#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The knowledge files on disk.
package struct KnowledgeDirectory: Sendable {
  /// Why the directory cannot be read.
  package enum ReadError: Error, CustomStringConvertible {
    case unreadable(path: String, reason: String)

    package var description: String {
      switch self {
      case .unreadable(let path, let reason): "cannot read `\(path)`: \(reason)"
      }
    }
  }

  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// The folders that hold no knowledge.
  private static let otherFolders: Set<String> = ["operations", "schema", "web"]

  /// Every file that could be knowledge, those in unknown folders too, so that nothing is ignored.
  package func files() throws(ReadError) -> [KnowledgeFile] {
    var files: [KnowledgeFile] = []
    for name in try Self.names(in: path) where !Self.otherFolders.contains(name) {
      if Self.isDirectory(path + "/" + name) {
        for inner in try Self.names(in: path + "/" + name) {
          files.append(try file(name + "/" + inner))
        }
      } else {
        files.append(try file(name))
      }
    }
    return files
  }

  private func file(_ relative: String) throws(ReadError) -> KnowledgeFile {
    KnowledgeFile(path: relative, bytes: try Self.bytes(of: path + "/" + relative))
  }

  /// The bytes of a file.
  package static func bytes(of path: String) throws(ReadError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, reason: reason()) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      // SAFETY: the pointer is used for the length of the call only, with the buffer's own count.
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .unreadable(path: path, reason: reason())
      }
      bytes += chunk[..<count]
    }
  }

  /// The names in a directory, hidden ones left out, in the order of their bytes.
  package static func names(in path: String) throws(ReadError) -> [String] {
    guard let directory = unsafe opendir(path) else { throw .unreadable(path: path, reason: reason()) }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      // SAFETY: `d_name` is a C string within the entry, which lives until the next `readdir`.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func reason() -> String {
    unsafe String(cString: strerror(errno))
  }
}
