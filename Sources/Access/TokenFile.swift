package import Knowledge
import Synchronization

/// A token file that is read anew when it was changed.
package final class TokenFile: Sendable {
  package let path: String
  /// What was seen last, good or not (`nil`: nothing could be read), and the clients that count.
  private let content: Mutex<(seen: [UInt8]?, table: TokenTable)>

  /// Throws what is wrong with the file.
  package init(path: String) throws(TokenFileError) {
    self.path = path
    let bytes = try Self.bytes(of: path)
    switch TokenTable.read(bytes, file: path) {
    case .success(let table): content = Mutex((bytes, table))
    case .failure(let errors): throw .invalid(errors)
    }
  }

  var table: TokenTable { content.withLock { $0.table } }

  /// How many clients there are.
  package var count: Int { table.entries.count }

  /// Reads the file again; whether it has changed. When it cannot be taken, what was read before goes on to count, and that is
  /// said once.
  package func reload() throws(TokenFileError) -> Bool {
    let bytes: [UInt8]
    do throws(TokenFileError) {
      bytes = try Self.bytes(of: path)
    } catch {
      let isNews = content.withLock { content in
        defer { content.seen = nil }
        return content.seen != nil
      }
      if isNews { throw error }
      return false
    }
    let isChanged = content.withLock { content in
      defer { content.seen = bytes }
      return content.seen != bytes
    }
    guard isChanged else { return false }
    switch TokenTable.read(bytes, file: path) {
    case .success(let table): content.withLock { $0.table = table }
    case .failure(let errors): throw .invalid(errors)
    }
    return true
  }

  private static func bytes(of path: String) throws(TokenFileError) -> [UInt8] {
    do throws(KnowledgeDirectory.ReadError) {
      return try KnowledgeDirectory.bytes(of: path)
    } catch {
      throw .unreadable(error)
    }
  }
}

/// Why a token file is not read.
package enum TokenFileError: Error, Sendable, CustomStringConvertible {
  case unreadable(KnowledgeDirectory.ReadError)
  case invalid(TokenFileErrors)

  package var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .invalid(let errors): errors.diagnostics.map { $0.text(in: "") }.joined(separator: "\n")
    }
  }
}
