import Clinical
import Foundation
import Knowledge
import Synchronization
import Testing

@testable import Access
@testable import HTTP

/// A request with fields, and what is decided of it.
struct Asked: CustomTestStringConvertible, Sendable {
  let name: String
  let fields: [String]
  let scope: Scope
  let outcome: String

  init(_ name: String, _ fields: [String], _ scope: Scope, _ outcome: String) {
    (self.name, self.fields, self.scope, self.outcome) = (name, fields, scope, outcome)
  }

  init(_ name: String, _ fields: [String], _ outcome: String) {
    self.init(name, fields, .recommend, outcome)
  }

  var testDescription: String { name }
}

@Suite struct AccessControlTests {
  static let today = CalendarDate("2026-11-21")

  private static func digest(_ token: String) -> String {
    var hash = SHA256()
    hash.update(Array(token.utf8))
    return hash.finalized().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func client(_ id: String, _ token: String, _ scopes: String, _ more: String = "") -> String {
    #"{"id": "\#(id)", "sha256": "\#(digest(token))", "scopes": [\#(scopes)]\#(more)}"#
  }

  private static let clients = [
    client("ehr", "ehr-token-1", #""recommend", "cds""#), client("page", "page-token", #""read""#),
    client("old", "old-token", #""recommend""#, #", "expires": "2026-11-20""#),
    client("last-day", "last-day-token", #""recommend""#, #", "expires": "2026-11-21""#),
    client("slow", "slow-token", #""read""#, #", "requestsPerSecond": 2"#),
    client("gate", "gate-token", #""recommend", "read""#, #", "gateway": true"#),
  ]

  static let file = "{\"clients\": [\(clients.joined(separator: ", "))]}"

  private static func path(_ text: String) throws -> String {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("tokens-\(UUID().uuidString).json")
    try Data(text.utf8).write(to: url)
    return url.path
  }

  private static func control(
    _ text: String = file, rate: Int? = nil, now: @escaping @Sendable () -> Int64 = { 0 }
  ) throws -> (AccessControl, TokenFile) {
    let tokens = try TokenFile(path: path(text))
    let day = try #require(today)
    return (AccessControl(tokens: tokens, requestsPerSecond: rate, today: { day }, nanoseconds: now), tokens)
  }

  private static func request(_ fields: [String]) throws -> Request {
    var parser = RequestParser(limits: Limits())
    var input = Array(("GET / HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n").utf8)[...]
    guard case .request(let request) = try parser.parse(&input) else { throw RequestError.malformedRequestLine }
    return request
  }

  private static func name(_ decision: AccessControl.Decision) -> String {
    switch decision {
    case .allowed(let client): client?.id ?? "anyone"
    case .unauthenticated: "401"
    case .forbidden: "403"
    case .tooMany(let seconds): "429 \(seconds)"
    }
  }

  @Test(arguments: [
    Asked("no field", [], "401"), Asked("its token", ["Authorization: Bearer ehr-token-1"], "ehr"),
    Asked("the scheme without case", ["authorization: bEARER ehr-token-1"], "ehr"),
    Asked("two spaces", ["Authorization: Bearer  ehr-token-1"], "ehr"),
    Asked("another scope", ["Authorization: Bearer page-token"], "403"),
    Asked("admin is in no other scope", ["Authorization: Bearer ehr-token-1"], .admin, "403"),
    Asked("a scope does not hold another", ["Authorization: Bearer ehr-token-1"], .read, "403"),
    Asked("expired", ["Authorization: Bearer old-token"], "401"),
    Asked("the last day", ["Authorization: Bearer last-day-token"], "last-day"),
    Asked("another case of letters", ["Authorization: Bearer EHR-token-1"], "401"),
    Asked("a prefix", ["Authorization: Bearer ehr-token-"], "401"),
    Asked("longer", ["Authorization: Bearer ehr-token-11"], "401"),
    Asked("look-alike letters", ["Authorization: Bearer \u{435}hr-token-1"], "401"),
    Asked("its digest", ["Authorization: Bearer \(digest("ehr-token-1"))"], "401"),
    Asked("two lines", ["Authorization: Bearer ehr-token-1", "Authorization: Bearer ehr-token-1"], "401"),
    Asked("two tokens", ["Authorization: Bearer ehr-token-1, Bearer page-token"], "401"),
    Asked("another scheme", ["Authorization: Basic ehr-token-1"], "401"),
    Asked("the scheme alone", ["Authorization: Bearer"], "401"),
    Asked("no scheme", ["Authorization: ehr-token-1"], "401"), Asked("no space", ["Authorization: Bearerehr-token-1"], "401"),
    Asked(
      "a gateway for a client",
      ["Authorization: Bearer gate-token", "X-NextLine-Client: https://ehr.example/fhir", "X-NextLine-Scopes: recommend"],
      "gate/https://ehr.example/fhir"),
    Asked("a gateway for nobody", ["Authorization: Bearer gate-token"], "401"),
    Asked("a gateway without scopes", ["Authorization: Bearer gate-token", "X-NextLine-Client: a"], "401"),
    Asked(
      "a gateway with an unknown scope",
      ["Authorization: Bearer gate-token", "X-NextLine-Client: a", "X-NextLine-Scopes: recommend all"], "401"),
    Asked(
      "a gateway may not give what it has not",
      ["Authorization: Bearer gate-token", "X-NextLine-Client: a", "X-NextLine-Scopes: recommend admin"], .admin, "403"),
    Asked(
      "a gateway with a name that breaks a log",
      ["Authorization: Bearer gate-token", "X-NextLine-Client: a\"b", "X-NextLine-Scopes: read"],
      "401"),
    Asked(
      "who is no gateway speaks for itself",
      ["Authorization: Bearer page-token", "X-NextLine-Client: ehr", "X-NextLine-Scopes: recommend"], "403"),
  ])
  func `Who may do what`(asked: Asked) throws {
    let (control, _) = try Self.control()
    #expect(Self.name(control.decide(try Self.request(asked.fields), asked.scope)) == asked.outcome)
  }

  @Test func `Without a token file everybody may do everything`() throws {
    let day = try #require(Self.today)
    let control = AccessControl(tokens: nil, requestsPerSecond: nil, today: { day })
    #expect(Scope.allCases.allSatisfy { scope in Self.name(control.decide(try! Self.request([]), scope)) == "anyone" })
  }

  @Test func `A client has its rate, and has it again after a while`() throws {
    let time = Mutex<Int64>(0)
    let (control, _) = try Self.control(rate: 1000, now: { time.withLock { $0 } })
    let slow = try Self.request(["Authorization: Bearer slow-token"])
    let answers = (0..<3).map { _ in Self.name(control.decide(slow, .read)) }
    #expect(answers == ["slow", "slow", "429 1"])
    // Another client has its own.
    #expect(Self.name(control.decide(try Self.request(["Authorization: Bearer page-token"]), .read)) == "page")
    time.withLock { $0 += 500_000_000 }
    #expect([Self.name(control.decide(slow, .read)), Self.name(control.decide(slow, .read))] == ["slow", "429 1"])
  }

  @Test func `Clients that a gateway names have rates of their own, in bounded memory`() {
    let limiter = RateLimiter(requestsPerSecond: 1)
    for number in 0..<50_000 {
      #expect(limiter.secondsToWait("client-\(number)", requestsPerSecond: nil, now: { Int64(number) * 1_000_000 }) == nil)
    }
    #expect(limiter.secondsToWait("client-49999", requestsPerSecond: nil, now: { 49_999 * 1_000_000 }) == 1)
    #expect(limiter.count <= 10_001)
  }

  @Test func `A changed file counts at once, a bad one not at all and is told of once`() throws {
    let (control, tokens) = try Self.control()
    let ehr = try Self.request(["Authorization: Bearer ehr-token-1"])
    #expect(Self.name(control.decide(ehr, .recommend)) == "ehr")
    try Data("{\"clients\": [".utf8).write(to: URL(fileURLWithPath: tokens.path))
    #expect(throws: TokenFileError.self) { try tokens.reload() }
    #expect(try tokens.reload() == false)
    #expect(Self.name(control.decide(ehr, .recommend)) == "ehr")
    try Data("{\"clients\": [\(Self.clients[1])]}".utf8).write(to: URL(fileURLWithPath: tokens.path))
    #expect(try tokens.reload())
    #expect(Self.name(control.decide(ehr, .recommend)) == "401")
  }
}

/// A token file that is refused, and where.
struct BadTokenFile: CustomTestStringConvertible, Sendable {
  let text: String
  let pointer: String

  var testDescription: String { text }
}

@Suite struct TokenTableTests {
  static let digest = String(repeating: "ab", count: 32)

  @Test(arguments: [
    BadTokenFile(text: "{}", pointer: "/clients"), BadTokenFile(text: #"{"clients": []}"#, pointer: "/clients"),
    BadTokenFile(text: #"{"clients": [{"id": "a", "scopes": ["read"]}]}"#, pointer: "/clients/0/sha256"),
    BadTokenFile(text: #"{"clients": [{"id": "a", "sha256": "secret", "scopes": ["read"]}]}"#, pointer: "/clients/0/sha256"),
    BadTokenFile(text: #"{"clients": [{"id": "a b", "sha256": "\#(digest)", "scopes": ["read"]}]}"#, pointer: "/clients/0/id"),
    BadTokenFile(text: #"{"clients": [{"id": "a", "sha256": "\#(digest)", "scopes": []}]}"#, pointer: "/clients/0/scopes"),
    BadTokenFile(
      text: #"{"clients": [{"id": "a", "sha256": "\#(digest)", "scopes": ["reed"]}]}"#, pointer: "/clients/0/scopes/0"),
    BadTokenFile(
      text: #"{"clients": [{"id": "a", "sha256": "\#(digest)", "scopes": ["read"], "expires": "2026-11"}]}"#,
      pointer: "/clients/0/expires"),
    BadTokenFile(
      text: #"{"clients": [{"id": "a", "sha256": "\#(digest)", "scopes": ["read"], "expire": "2026-11-01"}]}"#,
      pointer: "/clients/0/expire"),
    BadTokenFile(
      text: #"{"clients": [{"id": "a", "sha256": "\#(digest)", "scopes": ["read"], "requestsPerSecond": 0}]}"#,
      pointer: "/clients/0/requestsPerSecond"),
    BadTokenFile(
      text:
        #"{"clients": [{"id": "a", "sha256": "\#(digest)", "scopes": ["read"]}, {"id": "b", "sha256": "\#(digest)", "scopes": ["cds"]}]}"#,
      pointer: ""),
    BadTokenFile(text: "{", pointer: ""),
  ])
  func `A mistake in the file is told with its place, and no secret`(file: BadTokenFile) throws {
    guard case .failure(let errors) = TokenTable.read(Array(file.text.utf8), file: "tokens.json") else {
      Issue.record("it was taken")
      return
    }
    #expect(errors.diagnostics.map(\.pointer) == [file.pointer])
    #expect(!errors.diagnostics.contains { $0.message.contains("secret") })
  }
}
