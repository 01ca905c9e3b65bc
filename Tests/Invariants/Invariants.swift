import Clinical
import Decision
import Knowledge

/// What must be so for every answer to a myeloma case.
struct Invariants {
  private let knowledge: KnowledgeBase
  private let engine: DecisionEngine
  private let context: Context
  private let regimens: [Regimen]
  private let steroids: Set<DrugID>
  private let antiCD38: Set<DrugID>
  private let immunomodulatory: Set<DrugID>
  private let checkpoint: Set<DrugID>

  init(_ knowledge: KnowledgeBase, asOf: CalendarDate) {
    self.knowledge = knowledge
    engine = DecisionEngine(knowledge: knowledge)
    context = Context(asOf: asOf)
    regimens = engine.parts(of: DiseaseID("multiple-myeloma"))?.regimens ?? []
    func drugs(_ name: String) -> Set<DrugID> { knowledge.drugs(of: DrugClassID(name)) }
    steroids = drugs("corticosteroid")
    antiCD38 = drugs("anti-cd38")
    immunomodulatory = drugs("immunomodulatory-drug")
    checkpoint = drugs("anti-pd-1")
    precondition([steroids, antiCD38, immunomodulatory, checkpoint].allSatisfy { !$0.isEmpty }, "a class without drugs")
  }

  /// The verdicts with their regimens.
  func verdicts(of patient: PatientCase) -> [(regimen: Regimen, verdict: Verdict)] {
    Array(zip(regimens, engine.verdicts(for: patient, context: context) ?? []).map { ($0, $1) })
  }

  /// The first thing that is not as it must be.
  func violation(in patient: PatientCase) -> String? {
    // What cannot be is refused before it is judged.
    guard engine.contradictions(in: patient, context: context).isEmpty else { return nil }
    let standing = Standing(patient)
    let offered = verdicts(of: patient).filter { $0.verdict == .recommended || $0.verdict == .alternative }
    for (regimen, verdict) in offered {
      if let reason = violation(regimen, verdict, patient, standing) { return "\(regimen.id) is \(verdict.rawValue): \(reason)" }
    }
    if offered.count(where: { $0.verdict == .recommended }) > 1, !isPlural(offered) { return "more than one first choice" }
    return nil
  }

  /// Several first choices only where a step prefers several.
  private func isPlural(_ offered: [(regimen: Regimen, verdict: Verdict)]) -> Bool {
    let recommended = Set(offered.filter { $0.verdict == .recommended }.map(\.regimen.id))
    return knowledge.pathways.entries.flatMap(\.steps).contains { recommended.isSubset(of: $0.preferred) }
  }

  private func violation(_ regimen: Regimen, _ verdict: Verdict, _ patient: PatientCase, _ standing: Standing) -> String? {
    let drugs = Set(regimen.components.filter(\.alternatives.isEmpty).map(\.drug))
    for component in regimen.components where !steroids.contains(component.drug) {
      let choices = [component.drug] + component.alternatives
      guard choices.allSatisfy({ standing.mayBeRefractory(to: $0) }) else { continue }
      if regimen.id.text == "panovd", verdict == .alternative, standing.isReTreatment, component.drug.text == "bortezomib" {
        continue
      }
      return "the disease is or may be refractory to \(choices.map(\.text).joined(separator: ", "))"
    }
    if !drugs.isDisjoint(with: antiCD38), antiCD38.contains(where: standing.mayBeRefractory) {
      return "an anti-CD38 antibody after refractoriness to one"
    }
    if !drugs.isDisjoint(with: checkpoint), !drugs.isDisjoint(with: immunomodulatory) { return "anti-PD-1 with an IMiD" }
    if drugs.contains(DrugID("venetoclax")), !patient.has("t11-14", "detected"), !patient.is("bcl2High") {
      return "venetoclax without t(11;14) or high BCL2"
    }
    if patient.is("pregnant") { return "offered in pregnancy" }
    if patient.priorTherapies == nil || patient.priorTherapies?.isEmpty == true { return "nothing was given before" }
    let isOutside = patient.is("secondaryPlasmaCellLeukemia") || patient.is("extramedullaryDisease")
    if isOutside, verdict == .recommended { return "a first choice outside the algorithm" }
    if !isOutside, !(patient.denies("secondaryPlasmaCellLeukemia") && patient.denies("extramedullaryDisease")) {
      return "the precondition is unknown"
    }
    return nil
  }

  /// To which drugs the disease is or may be refractory, by brute force.
  struct Standing {
    private var possible: [DrugID: Set<Bool?>] = [:]

    init(_ patient: PatientCase) {
      for therapy in patient.priorTherapies ?? [] {
        for drug in therapy.drugs {
          possible[drug, default: []].formUnion([Self.combined(PossibleRecords.judgements(of: drug, in: therapy))])
        }
        for drug in therapy.uncertainDrugs.flatMap({ $0 }) {
          let judgements = PossibleRecords.judgements(of: drug, in: therapy)
          possible[drug, default: []].formUnion([judgements == [false] ? false : nil])
        }
      }
    }

    /// True when all ways agree on yes, false on no.
    private static func combined(_ judgements: Set<Bool?>) -> Bool? {
      judgements.count == 1 ? judgements.first ?? nil : nil
    }

    func mayBeRefractory(to drug: DrugID) -> Bool {
      possible[drug]?.contains { $0 != false } ?? false
    }

    func isRefractory(to drug: String) -> Bool {
      possible[DrugID(drug)]?.contains(true) ?? false
    }

    /// Columns 4 and 5 of the slide (contract 5.14).
    var isReTreatment: Bool {
      isRefractory(to: "lenalidomide") && isRefractory(to: "pomalidomide")
        && (isRefractory(to: "bortezomib") || isRefractory(to: "ixazomib"))
    }
  }
}

extension PatientCase {
  fileprivate func value(of finding: String) -> Value? {
    facts.first { $0.finding.text == finding }?.value
  }

  fileprivate func `is`(_ finding: String) -> Bool { value(of: finding) == .flag(true) }

  fileprivate func denies(_ finding: String) -> Bool { value(of: finding) == .flag(false) }

  fileprivate func has(_ finding: String, _ code: String) -> Bool { value(of: finding) == .code(CodeID(code)) }
}
