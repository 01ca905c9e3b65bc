import HTTP

/// The `Link` field of a list (RFC 8288): where its next and previous pages are.
struct PageLinks {
  private let request: Request
  private let query: ListQuery
  private let total: Int

  init(_ request: Request, _ query: ListQuery, total: Int) {
    self.request = request
    self.query = query
    self.total = total
  }

  /// `nil` when there is but one page.
  var field: String? {
    var links: [String] = []
    if query.offset + query.limit < total { links.append(link(to: query.offset + query.limit, relation: "next")) }
    if query.offset > 0 { links.append(link(to: max(0, query.offset - query.limit), relation: "prev")) }
    return links.isEmpty ? nil : links.joined(separator: ", ")
  }

  private func link(to offset: Int, relation: String) -> String {
    var parameters: [String] = []
    for (name, value) in request.query where name != "offset" && name != "limit" {
      parameters.append("\(PercentEncoding.queryPart(name))=\(PercentEncoding.queryPart(value))")
    }
    parameters += ["limit=\(query.limit)", "offset=\(offset)"]
    return "<\(request.path)?\(parameters.joined(separator: "&"))>; rel=\"\(relation)\""
  }
}
