import Access
import HTTP

extension Application {
  /// A handler for those who may do what needs a scope; who it is comes with the request, `nil` when access is not controlled.
  func requiring(
    _ scope: Scope, _ handler: @escaping @Sendable (Request, Parameters, Client?) -> Response
  ) -> Router.Handler {
    { [access = settings.access] request, parameters in
      switch access.decide(request, scope) {
      case .allowed(let client): handler(request, parameters, client)
      case .unauthenticated: Self.unauthenticated()
      case .forbidden(let needed): Self.forbidden(needed)
      case .tooMany(let seconds): Self.tooMany(seconds)
      }
    }
  }

  /// Nothing is said of why: who guesses learns nothing.
  private static func unauthenticated() -> Response {
    var response = Problem.response(.unauthorized, "a bearer token is needed")
    response.fields.append("WWW-Authenticate", "Bearer realm=\"nextline\"")
    return response
  }

  /// RFC 6750 §3.1: which scope it takes.
  private static func forbidden(_ needed: Scope) -> Response {
    var response = Problem.response(.forbidden, "the token does not have the scope `\(needed.rawValue)`")
    response.fields.append(
      "WWW-Authenticate", "Bearer realm=\"nextline\", error=\"insufficient_scope\", scope=\"\(needed.rawValue)\"")
    return response
  }

  private static func tooMany(_ seconds: Int) -> Response {
    var response = Problem.response(.tooManyRequests, "more requests than this client may send")
    response.fields.append("Retry-After", String(seconds))
    return response
  }
}
