import Access
import HTTP

extension Application {
  /// A handler for those who may do what needs a scope; who it is comes with the request, `nil` when access is not controlled.
  func requiring(
    _ scope: Scope, _ handler: @escaping @Sendable (Request, Parameters, Client?) -> Response
  ) -> Router.Handler {
    { [access = settings.access] request, parameters in
      switch Self.admit(request, scope, access) {
      case .success(let client): handler(request, parameters, client)
      case .failure(let refusal): refusal.response
      }
    }
  }

  /// The same for an answer that is streamed.
  func opening(_ scope: Scope, _ handler: @escaping @Sendable (Request, Client?) -> Opening) -> Router.StreamHandler {
    { [access = settings.access] request, _ in
      switch Self.admit(request, scope, access) {
      case .success(let client): handler(request, client)
      case .failure(let refusal): .refusal(refusal.response)
      }
    }
  }

  private struct Refusal: Error {
    let response: Response
  }

  /// Who asks, when they may.
  private static func admit(_ request: Request, _ scope: Scope, _ access: AccessControl) -> Result<Client?, Refusal> {
    switch access.decide(request, scope) {
    case .allowed(let client): .success(client)
    case .unauthenticated: .failure(Refusal(response: unauthenticated()))
    case .forbidden(let needed): .failure(Refusal(response: forbidden(needed)))
    case .tooMany(let seconds): .failure(Refusal(response: tooMany(seconds)))
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
