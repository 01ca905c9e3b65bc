import Dispatch
import Synchronization

/// The digest of files, worked out beside other things.
final class PendingDigest: Sendable {
  private let digest = Mutex("")
  private let group = DispatchGroup()

  init(of files: [KnowledgeFile]) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) {
      let digest = Self.digest(of: files)
      self.digest.withLock { $0 = digest }
    }
  }

  /// Waits until it is there.
  var value: String {
    group.wait()
    return digest.withLock { $0 }
  }

  /// SHA-256 over the names and bytes in their order, in hexadecimal.
  private static func digest(of files: [KnowledgeFile]) -> String {
    var hash = SHA256()
    for file in files {
      hash.update(Array(file.path.utf8) + [0])
      hash.update(file.bytes)
      hash.update([0])
    }
    return hash.finalized().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
