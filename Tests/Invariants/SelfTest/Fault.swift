import Clinical
import Decision
import Knowledge

/// A fault planted on purpose, and the invariant that must find it.
struct Fault: Sendable {
  /// A change of one file of the knowledge, in memory.
  struct Edit: Sendable {
    let file: String
    /// Stands in the file once.
    let text: String
    let replacement: String
  }

  /// What is decided with the altered knowledge.
  enum Reach: Sendable {
    case everything
    /// The verdicts by themselves; the reasons and predictions are those of the sound knowledge.
    case verdicts
    /// The answers in Russian.
    case russian
  }

  let name: String
  let breaks: Invariant
  let content: Content

  enum Content: Sendable {
    case knowledge(Edit, Reach)
    /// What no knowledge can bring about.
    case engine(@Sendable (inout Subject) -> Void)
  }

  init(_ name: String, breaks: Invariant, _ file: String, _ text: String, to replacement: String, reach: Reach = .everything) {
    (self.name, self.breaks) = (name, breaks)
    content = .knowledge(Edit(file: file, text: text, replacement: replacement), reach)
  }

  init(_ name: String, breaks: Invariant, engine change: @escaping @Sendable (inout Subject) -> Void) {
    (self.name, self.breaks) = (name, breaks)
    content = .engine(change)
  }
}

extension Fault {
  private static let breast = "pathways/hr-positive-her2-negative-metastatic.json"
  private static let myeloma = "pathways/relapsed-refractory-myeloma.json"

  /// One at least for each invariant.
  static let all = [
    Fault(
      "failed proteasome inhibitors are not looked for", breaks: .noFailedDrug, myeloma,
      #""condition": { "not": { "refractory": { "ofOption": { "exceptClassAnyOf": ["corticosteroid"] } } } }"#,
      to:
        #""condition": { "not": { "refractory": { "ofOption": { "exceptClassAnyOf": ["corticosteroid", "proteasome-inhibitor"] } } } }"#
    ),
    Fault(
      "progression on a drug is looked for among completed therapies", breaks: .noFailedDrug, breast,
      """
      "ofOption": { "exceptClassAnyOf": ["endocrine"] },
                  "outcome": ["progressed-on-therapy"]
      """,
      to: #""ofOption": { "exceptClassAnyOf": ["endocrine"] }, "outcome": ["completed"]"#),
    Fault(
      "alpelisib asks for the wild type", breaks: .nothingWithoutItsIndication, "regimens/alpelisib-fulvestrant.json",
      #""condition": { "finding": { "id": "PIK3CA", "is": "mutated" } }"#,
      to: #""condition": { "finding": { "id": "PIK3CA", "is": "wild-type" } }"#),
    Fault(
      "a negative receptor counts as positive", breaks: .nothingWithoutItsIndication,
      "definitions/hormone-receptor-positive.json",
      #"{ "finding": { "id": "er", "is": "positive" } }"#, to: #"{ "finding": { "id": "er", "is": "negative" } }"#),
    Fault(
      "neuropathy bars bortezomib from grade 4", breaks: .noContraindicatedDrug, "drugs/bortezomib.json",
      #"{ "finding": { "id": "neuropathyGrade", "atLeast": { "value": 2 } } }"#,
      to: #"{ "finding": { "id": "neuropathyGrade", "atLeast": { "value": 4 } } }"#),
    Fault(
      "doxorubicin stops at 500 mg/m²", breaks: .noContraindicatedDrug, "regimens/doxorubicin.json",
      #""id": "cumulativeDoxorubicin", "lessThan": { "value": 450,"#,
      to: #""id": "cumulativeDoxorubicin", "lessThan": { "value": 500,"#),
    Fault(
      "T cells are redirected during infections only", breaks: .contraindicationNeverImproves, "vocabulary/classes.json",
      #""condition": { "not": { "comorbidity": { "anyOf": ["active-infection"] } } }"#,
      to: #""condition": { "comorbidity": { "anyOf": ["active-infection"] } }"#),
    Fault(
      "organ function must be known", breaks: .knownStaysKnown, "regimens/everolimus-exemestane.json",
      #""condition": { "finding": { "id": "organFunctionAdequate", "is": true } }"#,
      to: #""condition": { "known": { "finding": { "id": "organFunctionAdequate", "is": true } } }"#),
    Fault(
      "a man may be pregnant", breaks: .impossibleIsRefused, "vocabulary/findings.json",
      """
      { "finding": { "id": "pregnant", "is": true } },
                    { "finding": { "id": "sex", "is": "male" } }
      """,
      to:
        #"{ "finding": { "id": "pregnant", "is": true } }, { "finding": { "id": "sex", "is": "male" } }, { "finding": { "id": "age", "atLeast": { "value": 60, "unit": "a" } } }"#
    ),
    Fault(
      "verdicts without the reasons ask for no receptor", breaks: .nothingUnknownIsPassedOver, breast,
      #""condition": { "ref": "hormone-receptor-positive" }"#,
      to: #""condition": { "finding": { "id": "stage", "is": "metastatic" } }"#, reach: .verdicts),
    Fault(
      "verdicts without the reasons bar bortezomib from grade 4", breaks: .verdictFollowsFromCriteria, "drugs/bortezomib.json",
      #"{ "finding": { "id": "neuropathyGrade", "atLeast": { "value": 2 } } }"#,
      to: #"{ "finding": { "id": "neuropathyGrade", "atLeast": { "value": 4 } } }"#, reach: .verdicts),
    Fault(
      "what decided is not what is said", breaks: .everyVerdictHasAReason, "drugs/venetoclax.json",
      #"{ "finding": { "id": "t11-14", "is": "detected" } }"#, to: #"{ "finding": { "id": "t11-14", "is": "not-detected" } }"#,
      reach: .verdicts),
    Fault(
      "predictions are made with other knowledge", breaks: .predictionsComeTrue, "regimens/alpelisib-fulvestrant.json",
      #""condition": { "finding": { "id": "PIK3CA", "is": "mutated" } }"#,
      to: #""condition": { "finding": { "id": "PIK3CA", "is": "wild-type" } }"#, reach: .verdicts),
    Fault(
      "a gene decides that nobody was told to test", breaks: .nothingElseMatters, "regimens/alpelisib-fulvestrant.json",
      #""condition": { "finding": { "id": "PIK3CA", "is": "mutated" } }"#,
      to: #""condition": { "finding": { "id": "PALB2", "is": "mutated" } }"#, reach: .verdicts),
    Fault(
      "another answer in Russian", breaks: .languageMattersNot, "drugs/bortezomib.json",
      #"{ "finding": { "id": "neuropathyGrade", "atLeast": { "value": 2 } } }"#,
      to: #"{ "finding": { "id": "neuropathyGrade", "atLeast": { "value": 1 } } }"#, reach: .russian),
    Fault("the first finding stated is overlooked", breaks: .orderMattersNot) { subject in
      let verdicts = subject.verdicts
      subject.verdicts = { question in
        var patient = question.patient
        patient.facts = Array(patient.facts.dropFirst())
        return verdicts(question.with(patient))
      }
    },
    Fault("asked about alone, an option is judged with nothing known", breaks: .candidatesAreJudgedAmongAll) { subject in
      let recommend = subject.recommend
      subject.recommend = { question in
        var bare = question
        if question.candidates != nil { bare.patient.facts = [] }
        return recommend(bare)
      }
    },
    Fault("all that may be used is the first choice", breaks: .oneFirstChoice) { subject in
      let verdicts = subject.verdicts
      subject.verdicts = { verdicts($0).map { $0 == .alternative ? .recommended : $0 } }
    },
  ]
}
