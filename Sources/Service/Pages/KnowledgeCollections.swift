import Clinical
import JSON
import Knowledge

/// The collections of a knowledge base, rendered once.
struct KnowledgeCollections: Sendable {
  let trials: Collection
  let regimens: Collection
  let drugs: Collection
  let references: Collection
  let diseases: Collection
  let cases: Collection

  init(knowledge: KnowledgeBase) {
    let maker = CollectionMaker(knowledge: knowledge)
    trials = maker.trials()
    regimens = maker.regimens()
    drugs = maker.drugs()
    references = maker.references()
    diseases = maker.diseases()
    cases = maker.cases()
  }
}

/// Makes collections from what was loaded.
private struct CollectionMaker {
  let knowledge: KnowledgeBase

  private var diseaseIDs: Set<String> { Set(knowledge.diseases.entries.map(\.id.text)) }
  private var drugIDs: Set<String> { Set(knowledge.drugs.entries.map(\.id.text)) }
  private let origins = Set(Origin.allCases.map(\.rawValue))

  func trials() -> Collection {
    let entries = knowledge.trials.entries.map { trial in
      let citing = knowledge.regimens.entries.filter { $0.evidence.contains { $0.trial == trial.id } }.map(\.id)
      let regimens = Set(trial.arms.compactMap(\.regimen) + citing)
      let drugs = regimens.flatMap { knowledge.regimens[$0]?.components.map(\.drug.text) ?? [] }
      return entry(
        trial.place, name: trial.name, year: trial.year, participants: trial.participants, phase: trial.phase,
        facets: [
          "disease": [trial.disease.text], "origin": [trial.origin.rawValue], "regimen": Set(regimens.map(\.text)),
          "drug": Set(drugs), "phase": Set(trial.phase.map { [String($0)] } ?? []),
        ],
        brief: [
          "id", "disease", "origin", "name", "title", "registration", "kind", "phase", "phaseLabel", "year", "participants",
          "population",
          "caveat", "takeaway",
        ])
    }
    let phases: Set = ["1", "2", "3", "4"]
    let regimens = Set(knowledge.regimens.entries.map(\.id.text))
    return Collection(
      entries: entries,
      filters: [("disease", diseaseIDs), ("regimen", regimens), ("drug", drugIDs), ("phase", phases), ("origin", origins)],
      sortKeys: ["name", "year", "n", "phase"])
  }

  func regimens() -> Collection {
    let classes = knowledge.classes.entries.map { ($0.id.text, knowledge.drugs(of: $0.id)) }
    let entries = knowledge.regimens.entries.map { regimen in
      let drugs = Set(regimen.components.flatMap { [$0.drug] + $0.alternatives })
      let drugClasses = classes.filter { !$0.1.isDisjoint(with: drugs) }.map(\.0)
      return entry(
        regimen.place, name: regimen.name.en,
        facets: [
          "disease": [regimen.disease.text], "drug": Set(drugs.map(\.text)), "drugClass": Set(drugClasses),
          "origin": [regimen.origin.rawValue],
        ],
        brief: ["id", "disease", "origin", "kind", "name", "title", "synonyms", "drugs", "cycleDays", "until", "place"]
      ) {
        appendInherited(by: regimen, $0, &$1)
      }
    }
    return Collection(
      entries: entries,
      filters: [("disease", diseaseIDs), ("drug", drugIDs), ("drugClass", Set(classes.map(\.0))), ("origin", origins)])
  }

  /// What the regimen's drugs and their classes say of every option with them.
  private func appendInherited(by regimen: Regimen, _ localizer: Localizer, _ writer: inout JSONWriter) {
    let rules = knowledge.drugRules.rules(of: regimen)
    func list(_ name: StaticString, _ places: [Place]) {
      guard !places.isEmpty else { return }
      writer.name(name)
      writer.beginArray()
      for place in places { localizer.write(place.value, to: &writer) }
      writer.endArray()
    }
    list("inheritedCriteria", rules.criteria.map(\.place))
    list("inheritedCautions", rules.cautions.map(\.place))
  }

  func drugs() -> Collection {
    let classes = knowledge.classes.entries.map { ($0.id.text, knowledge.drugs(of: $0.id)) }
    let entries = knowledge.drugs.entries.map { drug in
      entry(
        drug.place, name: drug.name.en, facets: ["drugClass": Set(classes.filter { $0.1.contains(drug.id) }.map(\.0))],
        brief: ["id", "name", "kind", "classes", "mechanism", "synonyms"])
    }
    return Collection(entries: entries, filters: [("drugClass", Set(classes.map(\.0)))])
  }

  func references() -> Collection {
    let kinds = Set(Reference.Kind.allCases.map(\.rawValue))
    let entries = knowledge.references.entries.map { reference in
      entry(
        reference.place, name: reference.title, year: reference.year, facets: ["kind": [reference.kind.rawValue]],
        brief: ["id", "kind", "title", "journal", "year", "citation", "version", "doi", "pmid", "pmcid", "url"])
    }
    return Collection(entries: entries, filters: [("kind", kinds)], sortKeys: ["name", "year"])
  }

  func diseases() -> Collection {
    let entries = knowledge.diseases.entries.map { disease in
      entry(disease.place, name: disease.name.en, facets: [:], brief: ["id", "name", "synonyms", "evidenceThrough", "scope"]) {
        PathwayPage(knowledge: knowledge, localizer: $0).write(of: disease, to: &$1)
      }
    }
    return Collection(entries: entries, filters: [])
  }

  func cases() -> Collection {
    let entries = knowledge.cases.entries.map { workedCase in
      entry(
        workedCase.place, name: workedCase.title.en, facets: ["disease": [workedCase.disease.text]],
        brief: ["id", "disease", "origin", "variantOf", "title", "question"])
    }
    return Collection(entries: entries, filters: [("disease", diseaseIDs)])
  }

  private func entry(
    _ place: Place, name: String, year: Int? = nil, participants: Int? = nil, phase: Int? = nil, facets: [String: Set<String>],
    brief: Set<String>, append: (Localizer, inout JSONWriter) -> Void = { _, _ in }
  ) -> Collection.Entry {
    let id = place.value["id"]?.string ?? ""
    func rendered(_ write: (Localizer, inout JSONWriter) -> Void) -> [Language: [UInt8]] {
      Language.allCases.reduce(into: [:]) { pages, language in
        var writer = JSONWriter()
        writer.beginObject()
        write(Localizer(language: language), &writer)
        writer.endObject()
        pages[language] = writer.bytes
      }
    }
    let left = Set(place.value.members.map(\.name)).subtracting(brief)
    return Collection.Entry(
      id: id, name: name, year: year, participants: participants, phase: phase, facets: facets,
      searchText: SearchText.folding(of: place.value),
      whole: rendered { localizer, writer in
        // A pathway is given as a whole, not by its id.
        localizer.writeMembers(of: place.value, except: place.file.hasPrefix("diseases/") ? ["pathway"] : [], to: &writer)
        append(localizer, &writer)
      },
      brief: rendered { localizer, writer in localizer.writeMembers(of: place.value, except: left, to: &writer) })
  }
}
