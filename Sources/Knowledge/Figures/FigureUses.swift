import Clinical

/// Where answers show what an entry holds.
struct FigureUses {
  private let knowledge: KnowledgeBase
  private let ofTrial: [String: [String]]
  private let ofEndpoint: [String: [String: [String]]]
  private let ofDrug: [DrugID: [String]]

  init(_ knowledge: KnowledgeBase) {
    var (trials, endpoints, drugs) = ([String: [String]](), [String: [String: [String]]](), [DrugID: [String]]())
    for regimen in knowledge.regimens.entries {
      for evidence in regimen.evidence {
        trials[evidence.trial.text, default: []].append(regimen.id.text)
        for endpoint in evidence.endpoints {
          endpoints[evidence.trial.text, default: [:]][endpoint, default: []].append(regimen.id.text)
        }
      }
      for component in regimen.components {
        for drug in [component.drug] + component.alternatives { drugs[drug, default: []].append(regimen.id.text) }
      }
    }
    self.knowledge = knowledge
    (ofTrial, ofEndpoint, ofDrug) = (trials, endpoints, drugs)
  }

  /// Of the entry of a folder, or of a list of the vocabulary.
  func of(_ folder: String, _ id: String) -> Figure.Use {
    switch folder {
    case "regimens": .regimens([id])
    case "drugs": use(ofDrug[DrugID(id)])
    case "vocabulary/classes.json":
      use(knowledge.drugs(of: DrugClassID(id)).flatMap { ofDrug[$0] ?? [] }.distinct)
    case "pathways": knowledge.pathways[PathwayID(id)].map { .disease($0.disease.text) } ?? .entry
    case "definitions": knowledge.definitions[DefinitionID(id)].map { .disease($0.disease.text) } ?? .entry
    default: .entry
    }
  }

  /// Of a result: regimens show the endpoints they name as evidence.
  func ofEndpoint(_ id: String, of trial: String) -> Figure.Use {
    use(ofEndpoint[trial]?[id])
  }

  private func use(_ regimens: [String]?) -> Figure.Use {
    guard let regimens, !regimens.isEmpty else { return .entry }
    return .regimens(regimens.distinct)
  }
}

extension [String] {
  /// Each once, in order.
  fileprivate var distinct: [String] { Set(self).sorted() }
}
