import Decision
import Knowledge

/// What a search has looked at.
struct Tally: Sendable {
  private(set) var cases = 0
  private(set) var impossible = 0
  private(set) var verdicts: [Verdict: Int] = [:]
  private(set) var casesWithOffer = 0
  /// Cases by the most that was looked at.
  private(set) var looks: [Invariant.Cost: Int] = [:]
  private(set) var compared: [String: Int] = [:]
  /// By criterion of the disease, the results it was seen with.
  private(set) var results: [String: Set<CriterionResult>] = [:]

  mutating func add(_ examination: Examination, lookedAt cost: Invariant.Cost) {
    cases += 1
    guard !examination.isImpossible else {
      impossible += 1
      return
    }
    looks[cost, default: 0] += 1
    for verdict in examination.verdicts { verdicts[verdict, default: 0] += 1 }
    if !examination.offered.isEmpty { casesWithOffer += 1 }
    compared.merge(examination.compared, uniquingKeysWith: +)
    guard cost != .verdicts else { return }
    for option in examination.assessed {
      for assessed in option.criteria {
        let place = assessed.role == .own ? "\(option.regimen.id)/\(assessed.criterion.id)" : assessed.criterion.id
        results[place, default: []].insert(assessed.result)
      }
    }
  }

  mutating func add(_ other: Tally) {
    cases += other.cases
    impossible += other.impossible
    casesWithOffer += other.casesWithOffer
    verdicts.merge(other.verdicts, uniquingKeysWith: +)
    looks.merge(other.looks, uniquingKeysWith: +)
    compared.merge(other.compared, uniquingKeysWith: +)
    results.merge(other.results) { $0.union($1) }
  }
}
