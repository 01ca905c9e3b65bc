import Clinical
import HTTP
import Knowledge

/// What a forest plot is asked for.
struct ForestQuery {
  /// How much stands beside each line.
  enum Layout: String, CaseIterable {
    /// Words beside the lines: a page, a slide.
    case wide
    /// Words above the lines: a telephone.
    case narrow
  }

  static let parameters = ["disease", "endpoint", "regimen", "subgroups", "layout", "lang"]

  /// `nil`: every disease.
  var disease: DiseaseID?
  var endpoint = "PFS"
  /// One of the arms must have been given it; `nil`: any.
  var regimen: RegimenID?
  /// Every comparison of a trial instead of its first.
  var hasSubgroups = false
  var layout = Layout.wide
}

extension ForestQuery {
  /// Reads the query; a parameter or value that is not understood is an error, never ignored.
  init(_ query: Query, in knowledge: KnowledgeBase) throws(QueryError) {
    self.init()
    try query.allowOnly(Self.parameters)
    if let text = query.first("disease") {
      disease = DiseaseID(try Self.known(text, "disease", among: knowledge.diseases.entries.map(\.id.text)))
    }
    if let text = query.first("endpoint") {
      endpoint = try Self.known(text, "endpoint", among: ForestRow.measures(in: knowledge))
    }
    if let text = query.first("regimen") {
      regimen = RegimenID(try Self.known(text, "regimen", among: knowledge.regimens.entries.map(\.id.text)))
    }
    if let text = query.first("subgroups") {
      hasSubgroups = try Self.known(text, "subgroups", among: ["true", "false"]) == "true"
    }
    if let text = query.first("layout") {
      layout = Layout(rawValue: try Self.known(text, "layout", among: Layout.allCases.map(\.rawValue))) ?? .wide
    }
  }

  private static func known(_ text: String, _ name: String, among values: [String]) throws(QueryError) -> String {
    guard values.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else {
      let suggestion = Spelling.nearest(to: text, among: values).map { "; did you mean `\($0)`?" }
      let others = values.count < 10 ? "; one of \(values.joined(separator: ", "))" : ""
      throw QueryError(message: "unknown \(name) `\(text)`" + (suggestion ?? others))
    }
    return text
  }
}
