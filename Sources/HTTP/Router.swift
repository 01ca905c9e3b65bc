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

  private struct Path: Sendable {
    let pattern: String
    /// A segment of the path, or `nil` for a variable with its name in `names`.
    let segments: [String?]
    let names: [String]
    var handlers: [Method: Handler] = [:]
  }

  private var paths: [Path] = []
  /// Paths without variables, found at once.
  private var fixed: [String: Int] = [:]
  private let problem: @Sendable (Status, String, Request?) -> Response

  /// `problem` makes the body of 404, 405 and 501.
  package init(problem: @escaping @Sendable (Status, String, Request?) -> Response) {
    self.problem = problem
  }

  /// Adds a route; a segment in braces is a variable. GET answers HEAD too.
  package mutating func add(_ method: Method, _ pattern: String, _ handler: @escaping Handler) {
    if let index = paths.firstIndex(where: { $0.pattern == pattern }) {
      precondition(paths[index].handlers.updateValue(handler, forKey: method) == nil, "\(method) \(pattern) is routed twice")
      return
    }
    let parts = pattern.split(separator: "/").map(String.init)
    let segments = parts.map { $0.hasPrefix("{") ? nil : $0 }
    let names = parts.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    if names.isEmpty { fixed[pattern] = paths.count }
    paths.append(Path(pattern: pattern, segments: segments, names: names, handlers: [method: handler]))
  }

  /// The methods and patterns in the order they were added.
  package var routes: [(method: Method, pattern: String)] {
    paths.flatMap { path in Method.allCases.filter { path.handlers[$0] != nil }.map { ($0, path.pattern) } }
  }

  /// The answer: the handler's, or 404, 405 with `Allow`, or 204 to OPTIONS.
  package func respond(to request: Request) -> Response {
    if request.method == .options, request.path == "*" { return allowed(Set(Method.allCases).subtracting([.trace, .connect])) }
    guard let (path, parameters) = find(request.path) else {
      return problem(.notFound, "there is nothing at `\(request.path)`", request)
    }
    let method = request.method == .head && path.handlers[.head] == nil ? .get : request.method
    if let handler = path.handlers[method] { return handler(request, parameters) }
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
    Set(path.handlers.keys).union(path.handlers[.get] == nil ? [.options] : [.options, .head])
  }

  private static func list(_ methods: Set<Method>) -> String {
    Method.allCases.filter(methods.contains).map(\.rawValue).joined(separator: ", ")
  }

  private func find(_ path: String) -> (Path, Parameters)? {
    // Text compares as Unicode does: the bytes decide.
    if let index = fixed[path], paths[index].pattern.utf8.elementsEqual(path.utf8) { return (paths[index], Parameters([])) }
    let segments = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for candidate in paths where candidate.segments.count == segments.count && !candidate.names.isEmpty {
      var values: [String] = []
      let matches = zip(candidate.segments, segments).allSatisfy { pattern, segment in
        if let pattern { return pattern.utf8.elementsEqual(segment) }
        values.append(String(Substring(segment)))
        return !segment.isEmpty
      }
      if matches { return (candidate, Parameters(Array(zip(candidate.names, values)).map { (name: $0, value: $1) })) }
    }
    return nil
  }
}
