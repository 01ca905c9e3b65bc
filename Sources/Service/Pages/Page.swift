import HTTP
import Knowledge

/// A representation of a resource as it is sent, made once: body, entity tag and fields.
struct Page: Sendable {
  let body: [UInt8]
  private let entityTag: String
  private let found: PreparedFields
  private let unchanged: PreparedFields
  /// Whether it stays as long as its edition: what was made for one request is not to be held for others.
  private let isKept: Bool

  /// `links`: the `Link` field of a list; `fields`: more that the resource always has; `isKept`: made once for an edition.
  init(
    _ body: [UInt8], type: String, language: Language?, entityTag: String, links: String? = nil,
    fields: [(name: String, value: String)] = [], isKept: Bool = false
  ) {
    self.body = body
    self.isKept = isKept
    self.entityTag = entityTag
    var common = Fields()
    common.append("ETag", entityTag)
    common.append("Cache-Control", "no-cache")
    common.append("Vary", language == nil ? "Accept" : "Accept, Accept-Language")
    if let language { common.append("Content-Language", language.rawValue) }
    if let links { common.append("Link", links) }
    for (name, value) in fields { common.append(name, value) }
    unchanged = PreparedFields(common)
    common.append("Content-Type", type)
    found = PreparedFields(common)
  }

  /// The page, or 304 when the client has it, or 412 when it wants another.
  func response(to request: Request) -> Response {
    var response: Response
    switch request.condition(entityTag: entityTag) {
    case .holds: response = Response(status: .ok, fields: Fields(found), body: body)
    case .notModified: response = Response(status: .notModified, fields: Fields(unchanged))
    case .failed:
      return Problem.response(.preconditionFailed, "the representation has another entity tag", instance: request.path)
    }
    response.isRepeatable = isKept
    return response
  }
}
