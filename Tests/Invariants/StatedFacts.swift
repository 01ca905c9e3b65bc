import Clinical
import Knowledge

/// What facts and contract state of drugs and options, set beside the knowledge under test.
struct StatedFacts {
  let knowledge: KnowledgeBase
  private let steroids: Set<DrugID>
  private let endocrine: Set<DrugID>

  init(_ knowledge: KnowledgeBase) {
    self.knowledge = knowledge
    steroids = knowledge.drugs(of: DrugClassID("corticosteroid"))
    endocrine = knowledge.drugs(of: DrugClassID("endocrine"))
    precondition(!steroids.isEmpty && !endocrine.isEmpty, "a class without drugs")
  }

  func option(_ regimen: Regimen, of disease: Disease) -> Subject.Option {
    let excepted = disease.refractoriness == nil ? endocrine : steroids
    let components = regimen.components.filter { !excepted.contains($0.drug) }
    return Subject.Option(
      regimen: regimen, failing: components.map { [$0.drug] + $0.alternatives }, requirements: requirements(of: regimen),
      named: Readings.names(in: regimen, knowledge))
  }

  private func requirements(of regimen: Regimen) -> [Requirement] {
    switch regimen.disease.text {
    case "breast-cancer": breastRequirements(of: regimen)
    case "multiple-myeloma": myelomaRequirements(of: regimen)
    default: []
    }
  }

  var contraindications: [DiseaseID: [Contraindication]] {
    [DiseaseID("breast-cancer"): breastContraindications, DiseaseID("multiple-myeloma"): myelomaContraindications]
  }

  func drugs(_ drugClass: String) -> Set<DrugID> {
    let drugs = knowledge.drugs(of: DrugClassID(drugClass))
    precondition(!drugs.isEmpty, "class `\(drugClass)` has no drugs")
    return drugs
  }

  func named(_ drugs: String...) -> Set<DrugID> {
    Set(drugs.map { DrugID($0) })
  }

  /// Whether one of these is surely given with the regimen.
  func contains(_ regimen: Regimen, _ drugs: Set<DrugID>) -> Bool {
    regimen.components.contains { ([$0.drug] + $0.alternatives).allSatisfy(drugs.contains) }
  }
}
