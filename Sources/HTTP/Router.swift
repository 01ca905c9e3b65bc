/// What a pattern's variables stand for in a path.
package struct Parameters: Sendable {
  private let values: [(name: String, value: String)]

  init(_ values: [(name: String, value: String)]) {
    self.values = values
  }

  /// The value of a variable of the pattern; asking for another is a bug.
  package subscript(name: String) -> String {
    guard let value = values.first(where: { $0.name == name })?.value else { preconditionFailure("no variable `\(name)`") }
    return value
  }
}

/// Finds what answers a request: by path, then by method.
package struct Router: Sendable {
  package typealias Handler = @Sendable (Request, Parameters) -> Response
  package typealias StreamHandler = @Sendable (Request, Parameters) -> Opening

  private enum Action: Sendable {
    case respond(Handler)
    case open(StreamHandler)
  }

  /// A class, so that to look at one copies nothing.
  private final class Path: Sendable {
    let pattern: String
    /// Its place among the patterns.
    let index: Int
    /// A segment of the path, or `nil` for a variable with its name in `names`.
    let segments: [String?]
    let names: [String]
    /// Few, so that to compare is faster than to hash.
    let actions: [(method: Method, action: Action)]

    init(pattern: String, index: Int, segments: [String?], names: [String], actions: [(method: Method, action: Action)]) {
      (self.pattern, self.index, self.segments, self.names, self.actions) = (pattern, index, segments, names, actions)
    }

    /// The same with one more.
    func adding(_ method: Method, _ action: Action) -> Path {
      Path(pattern: pattern, index: index, segments: segments, names: names, actions: actions + [(method, action)])
    }

    func has(_ method: Method) -> Bool { actions.contains { $0.method == method } }

    func handler(for method: Method) -> Handler? {
      for (known, action) in actions where known == method {
        if case .respond(let handler) = action { return handler }
      }
      return nil
    }

    func streamHandler(for method: Method) -> StreamHandler? {
      for (known, action) in actions where known == method {
        if case .open(let handler) = action { return handler }
      }
      return nil
    }
  }

  private var paths: [Path] = []
  /// Paths without variables, found at once, and those with.
  private var fixed: [String: Path] = [:]
  private var variable: [Path] = []
  private let problem: @Sendable (Status, String, Request?) -> Response

  /// `problem` makes the body of 404, 405 and 501.
  package init(problem: @escaping @Sendable (Status, String, Request?) -> Response) {
    self.problem = problem
  }

  /// Adds a route; a segment in braces is a variable. GET answers HEAD too.
  package mutating func add(_ method: Method, _ pattern: String, _ handler: @escaping Handler) {
    add(method, pattern, .respond(handler))
  }

  /// Adds a route whose requests are answered while their bodies come.
  package mutating func addStream(_ method: Method, _ pattern: String, _ handler: @escaping StreamHandler) {
    add(method, pattern, .open(handler))
  }

  private mutating func add(_ method: Method, _ pattern: String, _ action: Action) {
    defer {
      variable = paths.filter { !$0.names.isEmpty }
      fixed = Dictionary(uniqueKeysWithValues: paths.lazy.filter(\.names.isEmpty).map { ($0.pattern, $0) })
    }
    if let index = paths.firstIndex(where: { $0.pattern == pattern }) {
      precondition(!paths[index].has(method), "\(method) \(pattern) is routed twice")
      paths[index] = paths[index].adding(method, action)
      return
    }
    let parts = pattern.split(separator: "/").map(String.init)
    let segments = parts.map { $0.hasPrefix("{") ? nil : $0 }
    let names = parts.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    paths.append(
      Path(pattern: pattern, index: paths.count, segments: segments, names: names, actions: [(method, action)]))
  }

  /// The methods and patterns in the order they were added.
  package var routes: [(method: Method, pattern: String)] {
    paths.flatMap { path in Method.allCases.filter(path.has).map { ($0, path.pattern) } }
  }

  /// The patterns in the order they were added, as `Exchange.route` counts them.
  package var patterns: [String] { paths.map(\.pattern) }

  /// How a request is answered whose answer is streamed; `nil`: it is one for `respond`.
  package func open(_ request: Request) -> (opening: Opening, route: Int)? {
    guard let (path, parameters) = find(request.path), let handler = path.streamHandler(for: request.method) else { return nil }
    return (handler(request, parameters), path.index)
  }

  /// The answer: the handler's, or 404, 405 with `Allow`, or 204 to OPTIONS.
  package func respond(to request: Request) -> Response {
    if request.method == .options, request.path == "*" { return allowed(Set(Method.allCases).subtracting([.trace, .connect])) }
    guard let (path, parameters) = find(request.path) else {
      return problem(.notFound, "there is nothing at `\(request.path)`", request)
    }
    var response = respond(to: request, path, parameters)
    response.route = path.index
    return response
  }

  private func respond(to request: Request, _ path: Path, _ parameters: Parameters) -> Response {
    if let handler = path.handler(for: request.method) { return handler(request, parameters) }
    if request.method == .head, let handler = path.handler(for: .get) { return handler(request, parameters) }
    let methods = Self.methods(of: path)
    if request.method == .options { return allowed(methods) }
    // RFC 9110 §15.5.6: the field says what would be allowed.
    var response = problem(.methodNotAllowed, "\(request.method.rawValue) is not allowed here", request)
    response.fields.append("Allow", Self.list(methods))
    return response
  }

  private func allowed(_ methods: Set<Method>) -> Response {
    var response = Response(status: .noContent)
    response.fields.append("Allow", Self.list(methods))
    return response
  }

  private static func methods(of path: Path) -> Set<Method> {
    Set(path.actions.map(\.method)).union(path.handler(for: .get) == nil ? [.options] : [.options, .head])
  }

  private static func list(_ methods: Set<Method>) -> String {
    Method.allCases.filter(methods.contains).map(\.rawValue).joined(separator: ", ")
  }

  private func find(_ path: String) -> (Path, Parameters)? {
    // Text compares as Unicode does: the bytes decide.
    if let found = fixed[path], found.pattern.utf8.elementsEqual(path.utf8) { return (found, Parameters([])) }
    for candidate in variable {
      if let values = Self.values(of: candidate, in: path) { return (candidate, Parameters(values)) }
    }
    return nil
  }

  /// What the variables of a pattern stand for in a path; `nil` when they do not match.
  private static func values(of candidate: Path, in path: String) -> [(name: String, value: String)]? {
    var rest = path.utf8[...]
    var values: [(name: String, value: String)] = []
    for segment in candidate.segments {
      guard rest.popFirst() == UInt8(ascii: "/") else { return nil }
      let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
      if let segment {
        guard rest[..<end].elementsEqual(segment.utf8) else { return nil }
      } else {
        guard end > rest.startIndex else { return nil }
        values.append((candidate.names[values.count], String(Substring(rest[..<end]))))
      }
      rest = rest[end...]
    }
    return rest.isEmpty ? values : nil
  }
}
