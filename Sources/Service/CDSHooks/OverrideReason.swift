import Knowledge

/// Why advice is not followed, by the codes of HL7.
enum OverrideReason: String, Sendable, CaseIterable {
  struct Coding: Sendable {
    let code: String
    let display: String
  }

  static let system = "http://terminology.hl7.org/CodeSystem/non-adherence-reason-codes"

  case notApplicable = "cds-not-applicable"
  case suboptimalContext = "cds-suboptimal-context"
  case disagreesWithEvidence = "recipient-disagrees-evidence"
  case concernedOutcomes = "recipient-concerns-outcomes"
  case preferences = "does-not-align-preferences"
  case notFeasible = "not-convenient-feasible"
  case completed = "action-completed"
  case contraindicated = "patient-contraindication"
  case refused = "patient-refuses"
  case tooCostly = "too-costly-uncovered"
  case notAvailable = "service-not-available"
  case notUnderstood = "recipient-does-not-understand"

  static func codings(_ language: Language) -> [Coding] {
    allCases.map { Coding(code: $0.rawValue, display: $0.display[language]) }
  }

  private var display: Text {
    switch self {
    case .notApplicable: Text(en: "Does not apply to this patient", ru: "Неприменимо к этому пациенту")
    case .suboptimalContext: Text(en: "Comes at the wrong moment", ru: "Показано не вовремя")
    case .disagreesWithEvidence: Text(en: "I disagree with the evidence", ru: "Не согласен с доказательствами")
    case .concernedOutcomes: Text(en: "I am concerned about the outcome", ru: "Опасаюсь за исход")
    case .preferences: Text(en: "Not in line with preferences", ru: "Не соответствует предпочтениям")
    case .notFeasible: Text(en: "Not convenient or feasible", ru: "Неудобно или невыполнимо")
    case .completed: Text(en: "Already done", ru: "Уже выполнено")
    case .contraindicated: Text(en: "Contraindicated for this patient", ru: "Противопоказано этому пациенту")
    case .refused: Text(en: "The patient refuses", ru: "Пациент отказывается")
    case .tooCostly: Text(en: "Too costly or not covered", ru: "Слишком дорого или не оплачивается")
    case .notAvailable: Text(en: "Not available here", ru: "Здесь недоступно")
    case .notUnderstood: Text(en: "The advice is not clear", ru: "Совет непонятен")
    }
  }
}
