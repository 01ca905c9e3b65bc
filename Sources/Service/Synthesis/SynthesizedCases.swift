package import Clinical
package import Knowledge

/// The endless sequence of cases of a seed, a line each; of several diseases in turn.
package struct SynthesizedCases {
  /// There is nothing to draw cases from.
  package struct MissingCohort: Error, CustomStringConvertible {
    package let disease: DiseaseID?

    package var description: String {
      disease.map { "the knowledge has no cohort of `\($0)`" } ?? "the knowledge has no cohorts"
    }
  }

  private var synthesizers: [CaseSynthesizer]
  private let seed: UInt64

  /// `disease`: of this one only; `nil`: of all that have a cohort, in the order of their ids.
  package init(of disease: DiseaseID?, seed: UInt64, knowledge: KnowledgeBase) throws(MissingCohort) {
    let diseases = disease.map { [$0] } ?? knowledge.cohorts.entries.map(\.disease).sorted()
    synthesizers = diseases.compactMap { CaseSynthesizer(of: $0, knowledge: knowledge) }
    self.seed = seed
    if synthesizers.isEmpty { throw MissingCohort(disease: disease) }
  }

  /// Adds the case of a line, counted from 1, and the line feed.
  package mutating func append(_ line: Int, to buffer: inout [UInt8]) {
    synthesizers[(line - 1) % synthesizers.count].append(line, seed: seed, to: &buffer)
    buffer.append(UInt8(ascii: "\n"))
  }
}
