import HTTP
import Knowledge

/// A representation of a resource as it is sent, made once: body, entity tag and fields.
struct Page: Sendable {
  let body: [UInt8]
  private let entityTag: String
  private let found: PreparedFields
  private let unchanged: PreparedFields

  /// `links`: the `Link` field of a list; `fields`: more that the resource always has.
  init(
    _ body: [UInt8], type: String, language: Language?, entityTag: String, links: String? = nil,
    fields: [(name: String, value: String)] = []
  ) {
    self.body = body
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
    switch request.condition(entityTag: entityTag) {
    case .holds: Response(status: .ok, fields: Fields(found), body: body)
    case .notModified: Response(status: .notModified, fields: Fields(unchanged))
    case .failed: Problem.response(.preconditionFailed, "the representation has another entity tag", instance: request.path)
    }
  }
}
