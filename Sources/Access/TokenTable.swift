import Clinical
import JSON
package import Knowledge

/// The clients of a token file. Tokens are not in it, only their SHA-256: who reads the file cannot call.
///
///     {"clients": [{"id": "hospital-ehr", "sha256": "…64 hexadecimal digits…", "scopes": ["cds"], "expires": "2027-06-30"}]}
package struct TokenTable: Sendable {
  struct Entry: Sendable {
    let digest: [UInt8]
    let client: Client
    /// The last day it is good for, in UTC.
    let expires: CalendarDate?
    /// Whether the caller speaks for others, whom it has authenticated.
    let isGateway: Bool
  }

  let entries: [Entry]

  /// Whom a token belongs to on a day. Every entry is compared in full, so that time says nothing of a digest.
  func entry(for token: [UInt8], on day: CalendarDate) -> Entry? {
    var hash = SHA256()
    hash.update(token)
    let digest = hash.finalized()
    var found: Entry?
    for entry in entries where Self.isEqual(entry.digest, digest) { found = entry }
    guard let found, found.expires.map({ $0.days.upperBound >= day.days.lowerBound }) ?? true else { return nil }
    return found
  }

  /// Without an early exit.
  private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}

extension TokenTable {
  /// Reads a token file, or says all that is wrong with it.
  package static func read(_ bytes: [UInt8], file: String) -> Result<TokenTable, TokenFileErrors> {
    let document: JSONDocument
    do {
      document = try JSONDocument.parse(bytes)
    } catch {
      return .failure(TokenFileErrors(diagnostics: error.errors.map { Diagnostic($0, file: file) }))
    }
    let report = Report()
    let cursor = Cursor(document.root, file: file, report: report)
    let entries = cursor.object { reader in reader.list("clients", atLeast: 1) { entry($0) } } ?? []
    refuseRepetitions(in: entries, cursor)
    guard !report.hasErrors else { return .failure(TokenFileErrors(diagnostics: report.sorted)) }
    return .success(TokenTable(entries: entries))
  }

  private static func entry(_ cursor: Cursor) -> Entry? {
    cursor.object { reader in
      let id = reader.required("id") { cursor -> String? in
        guard let text = cursor.string() else { return nil }
        if Client.isName(text) { return text }
        cursor.error("a client's id has 1 to 64 letters, digits and . _ - : / @")
        return nil
      }
      let digest = reader.required("sha256", digest)
      let scopes = reader.list("scopes", atLeast: 1) { $0.word(Scope.self) }
      let expires = reader.optional("expires", day)
      let isGateway = reader.optional("gateway") { $0.boolean() } ?? false
      let rate = reader.optional("requestsPerSecond") { cursor -> Int? in
        guard let number = cursor.integer() else { return nil }
        if (1...1_000_000).contains(number) { return number }
        cursor.error("is a number from 1 to 1000000")
        return nil
      }
      guard let id, let digest else { return nil }
      return Entry(
        digest: digest, client: Client(id: id, scopes: Set(scopes), requestsPerSecond: rate), expires: expires,
        isGateway: isGateway)
    }
  }

  private static func digest(_ cursor: Cursor) -> [UInt8]? {
    guard let text = cursor.string() else { return nil }
    let digits = Array(text.utf8).map { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
      default: nil
      }
    }
    let known = digits.compactMap { $0 }
    guard digits.count == 64, known.count == 64 else {
      // The text itself may be a token that was put here by mistake: it is not repeated.
      cursor.error("is the SHA-256 of a token: 64 hexadecimal digits (printf %s TOKEN | sha256sum)")
      return nil
    }
    return stride(from: 0, to: 64, by: 2).map { known[$0] << 4 | known[$0 + 1] }
  }

  private static func day(_ cursor: Cursor) -> CalendarDate? {
    guard let text = cursor.string() else { return nil }
    if let day = CalendarDate(text), day.day != nil { return day }
    cursor.error("is a day, YYYY-MM-DD: the last one the token is good for, in UTC")
    return nil
  }

  private static func refuseRepetitions(in entries: [Entry], _ cursor: Cursor) {
    var digests: Set<[UInt8]> = []
    for entry in entries where !digests.insert(entry.digest).inserted {
      cursor.error("two clients have the same token, the second is `\(entry.client.id)`")
    }
  }
}

/// Why a token file is not taken.
package struct TokenFileErrors: Error, Sendable {
  package let diagnostics: [Diagnostic]
}
