import HTTP

/// The `Link` field of a list (RFC 8288): where its next and previous pages are.
struct PageLinks {
  private let path: String
  /// The query's parameters other than where the page begins and how long it is, encoded.
  private let parameters: [String]

  init(path: String, parameters: [(name: String, value: String)] = []) {
    self.path = path
    self.parameters = parameters.filter { $0.name != "offset" && $0.name != "limit" }.map { name, value in
      "\(PercentEncoding.queryPart(name))=\(PercentEncoding.queryPart(value))"
    }
  }

  /// `nil` when there is but one page.
  func field(_ query: ListQuery, total: Int) -> String? {
    var links: [String] = []
    if query.offset + query.limit < total { links.append(link(to: query.offset + query.limit, query, relation: "next")) }
    if query.offset > 0 { links.append(link(to: max(0, query.offset - query.limit), query, relation: "prev")) }
    return links.isEmpty ? nil : links.joined(separator: ", ")
  }

  private func link(to offset: Int, _ query: ListQuery, relation: String) -> String {
    let all = parameters + ["limit=\(query.limit)", "offset=\(offset)"]
    return "<\(path)?\(all.joined(separator: "&"))>; rel=\"\(relation)\""
  }
}
