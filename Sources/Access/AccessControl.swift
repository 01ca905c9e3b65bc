package import Clinical
package import HTTP

/// Decides who may do what.
///
/// A caller is known by a bearer token (RFC 6750 §2.1). A gateway, which has verified a JWT of CDS Hooks or a client certificate,
/// shows a token of its own and says for whom it speaks, and what they may do, in `X-NextLine-Client` and `X-NextLine-Scopes`.
package final class AccessControl: Sendable {
  package enum Decision: Sendable {
    /// `nil`: access is not controlled.
    case allowed(Client?)
    /// No token, or none that is good: 401 without a reason.
    case unauthenticated
    /// Known, but not for this: 403.
    case forbidden(needed: Scope)
    /// 429.
    case tooMany(secondsToWait: Int)
  }

  private static let openClient = "anyone"

  /// `nil`: everybody may do everything.
  private let tokens: TokenFile?
  private let limiter: RateLimiter
  private let today: @Sendable () -> CalendarDate
  private let nanoseconds: @Sendable () -> Int64

  package init(
    tokens: TokenFile?, requestsPerSecond: Int?, today: @escaping @Sendable () -> CalendarDate,
    nanoseconds: @escaping @Sendable () -> Int64 = { Clock.nanoseconds() }
  ) {
    self.tokens = tokens
    self.today = today
    self.nanoseconds = nanoseconds
    limiter = RateLimiter(requestsPerSecond: requestsPerSecond)
  }

  /// Whether nobody is ever refused, whoever asks and however often.
  package var isOpen: Bool { tokens == nil && !limiter.limitsAnybody }

  /// Whether the one who sent a request may do what needs a scope.
  package func decide(_ request: Request, _ needed: Scope) -> Decision {
    guard let tokens else {
      let wait = limiter.secondsToWait(Self.openClient, requestsPerSecond: nil, now: nanoseconds)
      return wait.map { .tooMany(secondsToWait: $0) } ?? .allowed(nil)
    }
    guard let token = Self.token(of: request), let entry = tokens.table.entry(for: token, on: today()),
      let client = entry.isGateway ? Self.client(behind: entry.client, request) : entry.client
    else { return .unauthenticated }
    // Before the scope, so that asking for what is forbidden is limited too.
    if let wait = limiter.secondsToWait(client.id, requestsPerSecond: client.requestsPerSecond, now: nanoseconds) {
      return .tooMany(secondsToWait: wait)
    }
    return client.may(needed) ? .allowed(client) : .forbidden(needed: needed)
  }

  /// The token of `Authorization: Bearer`, one line of one token.
  private static func token(of request: Request) -> [UInt8]? {
    guard let field = request.field("authorization") else { return nil }
    let bytes = Array(field.utf8)
    let scheme = Array("bearer ".utf8)
    guard bytes.count > scheme.count, zip(bytes, scheme).allSatisfy({ $0.0 | ($0.0 == 0x20 ? 0 : 0x20) == $0.1 }) else {
      return nil
    }
    let token = bytes[scheme.count...].drop { $0 == UInt8(ascii: " ") }
    // What is no token68 is no token; joined lines hold a comma.
    guard !token.isEmpty, token.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") }) else { return nil }
    return Array(token)
  }

  /// For whom a gateway speaks; `nil` when it does not say. Nobody may do more through it than it may itself.
  private static func client(behind gateway: Client, _ request: Request) -> Client? {
    guard let id = request.field("x-nextline-client"), Client.isName(id), let named = request.field("x-nextline-scopes") else {
      return nil
    }
    let scopes = named.split(separator: " ").map { Scope(rawValue: String($0)) }
    guard !scopes.isEmpty, !scopes.contains(nil) else { return nil }
    return Client(
      id: "\(gateway.id)/\(id)", scopes: Set(scopes.compactMap { $0 }).intersection(gateway.scopes),
      requestsPerSecond: gateway.requestsPerSecond)
  }
}
