/// Who calls, and what they may do.
package struct Client: Sendable, Hashable {
  /// As the token file or the gateway says it; in the decision log, never in an answer.
  package let id: String
  package let scopes: Set<Scope>
  /// `nil`: as many as the service allows anyone.
  package let requestsPerSecond: Int?

  package init(id: String, scopes: Set<Scope>, requestsPerSecond: Int? = nil) {
    (self.id, self.scopes, self.requestsPerSecond) = (id, scopes, requestsPerSecond)
  }

  /// Whether one of the scopes allows what needs `scope`.
  package func may(_ scope: Scope) -> Bool {
    scopes.contains(scope) || scope == .metrics && scopes.contains(.admin)
  }

  /// A client's name has up to 64 ASCII letters, digits and `.`, `_`, `-`, `:`, `/`, `@`.
  package static func isName(_ text: String) -> Bool {
    let signs = Set("._-:/@".utf8)
    return (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || signs.contains(byte)
      }
  }
}
