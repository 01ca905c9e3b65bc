import Clinical
import Decision
import Knowledge

/// One line of a forest plot: a comparison within one trial.
struct ForestRow {
  let trial: TrialID
  let name: String
  /// `phase 3 · n 724`.
  let size: String
  /// `Everolimus + exemestane / Exemestane`; `nil` when there are not two arms.
  let arms: String?
  /// In whom and when.
  let population: String
  /// `0.45 (0.38–0.54)`.
  let ratio: String
  let estimate: Double
  /// `nil`: the source gives none.
  let interval: ClosedRange<Double>?
  let participants: Int
  /// Lines with one heading stand together.
  let heading: String

  /// The endpoints of which some trial has a hazard ratio, in the order of the trials.
  static func measures(in knowledge: KnowledgeBase) -> [String] {
    var measures: [String] = []
    for endpoint in knowledge.trials.entries.flatMap(\.endpoints)
    where endpoint.hazardRatio != nil && !measures.contains(endpoint.measure) {
      measures.append(endpoint.measure)
    }
    return measures
  }

  /// The lines a query asks for: by disease, randomised trials before others, then by the ratio.
  static func rows(for query: ForestQuery, in knowledge: KnowledgeBase, _ language: Language) -> [ForestRow] {
    let maker = Maker(query: query, knowledge: knowledge, renderer: Renderer(knowledge: knowledge, language: language))
    return knowledge.diseases.entries.filter { query.disease == nil || $0.id == query.disease }.flatMap { disease in
      [true, false].flatMap { isRandomised in
        knowledge.trials.entries.filter { $0.disease == disease.id && $0.isRandomised == isRandomised }
          .flatMap { maker.rows(of: $0, disease) }
          .enumerated().sorted { ($0.element.estimate, $0.offset) < ($1.element.estimate, $1.offset) }.map(\.element)
      }
    }
  }

  private struct Maker {
    let query: ForestQuery
    let knowledge: KnowledgeBase
    let renderer: Renderer

    func rows(of trial: Trial, _ disease: Disease) -> [ForestRow] {
      guard query.regimen == nil || trial.arms.contains(where: { $0.regimen == query.regimen }) else { return [] }
      let found = trial.endpoints.filter { $0.measure == query.endpoint }.compactMap { endpoint in
        endpoint.hazardRatio.map { row(of: trial, endpoint, $0.estimate, $0.interval, disease) }
      }
      return query.hasSubgroups ? found : Array(found.prefix(1))
    }

    private func row(
      of trial: Trial, _ endpoint: Trial.Endpoint, _ estimate: Magnitude, _ interval: Interval?, _ disease: Disease
    ) -> ForestRow {
      let language = renderer.language
      let names = trial.arms.map { arm in
        arm.regimen.flatMap { knowledge.regimens[$0]?.name[language] } ?? arm.label[language]
      }
      let phase = trial.phaseLabel ?? trial.phase.map(String.init)
      let size = [phase.map { ForestWords.phase($0)[language] }, trial.participants.map { "n \($0)" }]
      let details = [endpoint.population[language], endpoint.analysis?[language], endpoint.assessment?[language]]
      let kind = (trial.isRandomised ? ForestWords.randomised : ForestWords.other)[language]
      return ForestRow(
        trial: trial.id, name: trial.name, size: size.compactMap(\.self).joined(separator: " · "),
        arms: names.count == 2 ? names.joined(separator: " / ") : nil,
        population: details.prefix(query.hasSubgroups ? 3 : 1).compactMap(\.self).joined(separator: "; "),
        ratio: renderer.ratio(estimate, interval), estimate: estimate.double,
        interval: interval.map { $0.lower.double...($0.upper?.double ?? .infinity) }, participants: trial.participants ?? 0,
        heading: query.disease == nil ? "\(disease.name[language]): \(kind)" : kind)
    }
  }
}

extension Trial.Endpoint {
  /// What can be drawn of its comparison.
  fileprivate var hazardRatio: (estimate: Magnitude, interval: Interval?)? {
    guard let comparison, comparison.measure == "HR", let estimate = comparison.estimate else { return nil }
    return (estimate, comparison.interval)
  }
}
