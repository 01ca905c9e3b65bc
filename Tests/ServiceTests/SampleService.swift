import Clinical
import Decision
import JSON
import Knowledge
import KnowledgeTests

@testable import Service

/// The service over the sample of knowledge, on a day that does not move.
enum SampleService {
  static let engine = Result { DecisionEngine(knowledge: try SampleKnowledge.knowledge()) }

  static let today: CalendarDate = {
    guard let day = CalendarDate("2026-07-01") else { preconditionFailure("a day of the calendar") }
    return day
  }()

  static func answer(
    _ body: String, _ language: Language = .en, _ detail: DetailLevel = .full
  ) throws -> Result<CaseAnswer, RequestErrors> {
    CaseAnswer.answer(Array(body.utf8), engine: try engine.get(), language: language, detail: detail, today: today)
  }

  static func json(_ body: String, _ language: Language = .en, _ detail: DetailLevel = .full) throws -> JSONValue {
    try JSONDocument.parse(try answer(body, language, detail).get().json()).root
  }

  /// The case of `cases/standard.json`, with members in the order given.
  static let standard = #"""
    {"disease": "example-disease",
     "findings": {"age": 63, "sex": "female", "stage": "advanced", "er": "positive", "her2": "negative", "GENE1": "wild-type",
       "metastases": ["bone"], "visceralCrisis": false},
     "comorbidities": ["type-2-diabetes"], "medications": [{"name": "aspirin"}],
     "priorTherapies": [{"setting": "adjuvant", "drugs": ["gammataxel"], "outcome": "completed"},
       {"setting": "metastatic", "line": 1, "drugs": ["betaciclib", "alphazole"], "outcome": "progressed-on-therapy", "durationMonths": 24}],
     "context": {"jurisdiction": "RU"}}
    """#

  /// The same with the members of each object in another order.
  static let standardReordered = #"""
    {"context": {"jurisdiction": "RU"},
     "priorTherapies": [{"outcome": "completed", "drugs": ["gammataxel"], "setting": "adjuvant"},
       {"durationMonths": 24, "outcome": "progressed-on-therapy", "drugs": ["betaciclib", "alphazole"], "line": 1, "setting": "metastatic"}],
     "medications": [{"name": "aspirin"}], "comorbidities": ["type-2-diabetes"],
     "findings": {"visceralCrisis": false, "metastases": ["bone"], "GENE1": "wild-type", "her2": "negative", "er": "positive",
       "stage": "advanced", "sex": "female", "age": 63},
     "disease": "example-disease"}
    """#
}
