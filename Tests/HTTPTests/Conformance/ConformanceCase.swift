import Testing

@testable import HTTP

/// Bytes on a connection and what the standards make of them.
struct ConformanceCase: CustomTestStringConvertible, Sendable {
  enum Outcome: Sendable {
    /// Whole requests and nothing behind them.
    case reads([ReadRequest])
    /// No request, and why.
    case refuses(RequestError)
    /// No request yet, and nothing wrong so far.
    case waits
  }

  let name: String
  /// Where the rule stands: an RFC and its section.
  let rule: String
  let bytes: [UInt8]
  let outcome: Outcome

  /// Text where `\u{80}` to `\u{ff}` stand for single bytes.
  private init(_ name: String, _ rule: String, _ text: String, _ outcome: Outcome) {
    (self.name, self.rule, self.outcome) = (name, rule, outcome)
    bytes = HTTPTests.bytes(text)
  }

  static func reads(_ name: String, _ rule: String, _ text: String, _ requests: ReadRequest...) -> Self {
    Self(name, rule, text, .reads(requests))
  }

  static func refuses(_ name: String, _ rule: String, _ text: String, _ error: RequestError) -> Self {
    Self(name, rule, text, .refuses(error))
  }

  static func waits(_ name: String, _ rule: String, _ text: String) -> Self {
    Self(name, rule, text, .waits)
  }

  var testDescription: String { "\(name) (RFC \(rule))" }

  /// Small, so that texts at the limits stay short.
  static let limits: Limits = {
    var limits = Limits()
    limits.requestLineBytes = 300
    limits.headBytes = 700
    limits.fieldCount = 12
    limits.bodyBytes = 64
    return limits
  }()

  /// Every case there is.
  static let all: [ConformanceCase] =
    requestLines + versions + targets + paths + queries + hosts + authorities + fields + lengths + codings + chunks + trailers
    + expectations + connections + sizes
}

/// What is expected of a request that was read.
struct ReadRequest: Sendable {
  var method = Method.get
  var target: String
  /// The target's, when that is `nil`.
  var path: String?
  /// Parameters as `name=value`.
  var query: [String] = []
  /// Values by name; `nil`: there is none.
  var fields: [(name: StaticString, value: String?)] = []
  /// Text where `\u{80}` to `\u{ff}` stand for single bytes.
  var body = ""
  var isVersion10 = false
  var keepsAlive = true

  static func get(_ target: String = "/", path: String? = nil, query: [String] = []) -> Self {
    Self(target: target, path: path, query: query)
  }

  static func post(_ body: String = "") -> Self {
    Self(method: .post, target: "/", body: body)
  }

  /// In what a request is otherwise.
  func differences(from request: Request) -> [String] {
    var differences: [String] = []
    func compare<Value: Equatable>(_ name: String, _ actual: Value, _ expected: Value) {
      if actual != expected { differences.append("\(name) is \(actual), not \(expected)") }
    }
    compare("method", request.method, method)
    compare("target", Array(request.target.utf8), Array(target.utf8))
    compare("path", Array(request.path.utf8), Array((path ?? target).utf8))
    compare("query", request.query.map { Array("\($0.name)=\($0.value)".utf8) }, query.map { Array($0.utf8) })
    for (name, value) in fields {
      compare("\(name)", request.field(name).map { Array($0.utf8) }, value.map { Array($0.utf8) })
    }
    compare("body", request.body, bytes(body))
    compare("being 1.0", request.isVersion10, isVersion10)
    compare("keeping alive", request.keepsAlive, keepsAlive)
    return differences
  }
}

/// A message of HTTP/1.1 with a Host, field lines and a body.
func message(_ line: String, _ fields: String..., body: String = "") -> String {
  "\(line) HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n" + body
}

/// A text as long as it must be.
func text(_ count: Int, of character: Character = "x") -> String {
  String(repeating: character, count: count)
}
