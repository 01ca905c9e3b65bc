import Clinical
import JSON
import Knowledge

/// The collections of a knowledge base, each made once.
struct KnowledgeCollections: Sendable {
  let trials: Deferred<Collection>
  let regimens: Deferred<Collection>
  let drugs: Deferred<Collection>
  let references: Deferred<Collection>
  let diseases: Deferred<Collection>
  let cases: Deferred<Collection>

  /// The vocabulary of all diseases, and of each.
  private let vocabularies: [DiseaseID?: PerLanguage<Deferred<Page>>]

  init(knowledge: KnowledgeBase, tags: EntityTags) {
    let maker = CollectionMaker(knowledge: knowledge, tags: tags)
    trials = Deferred { maker.trials() }
    regimens = Deferred { maker.regimens() }
    drugs = Deferred { maker.drugs() }
    references = Deferred { maker.references() }
    diseases = Deferred { maker.diseases() }
    cases = Deferred { maker.cases() }
    vocabularies = ([nil] + knowledge.diseases.entries.map(\.id)).reduce(into: [:]) { pages, disease in
      pages[disease] = PerLanguage { language in Deferred { maker.vocabulary(of: disease, language) } }
    }
  }

  /// What can be asked for a disease, or for all; `nil` when the disease is not known.
  func vocabulary(of disease: DiseaseID?, _ language: Language) -> Page? {
    vocabularies[disease]?[language].value
  }

  /// Makes those that nobody has asked for yet.
  func prepare() {
    for collection in [diseases, trials, regimens, drugs, references, cases] { _ = collection.value }
  }
}

/// Makes collections from what was loaded.
private struct CollectionMaker: Sendable {
  let knowledge: KnowledgeBase
  let tags: EntityTags

  private var diseaseIDs: Set<String> { Set(knowledge.diseases.entries.map(\.id.text)) }
  private var drugIDs: Set<String> { Set(knowledge.drugs.entries.map(\.id.text)) }
  private let origins = Set(Origin.allCases.map(\.rawValue))

  func trials() -> Collection {
    let entries = knowledge.trials.entries.map { trial in
      let citing = knowledge.regimens.entries.filter { $0.evidence.contains { $0.trial == trial.id } }.map(\.id)
      let regimens = Set(trial.arms.compactMap(\.regimen) + citing)
      let drugs = regimens.flatMap { knowledge.regimens[$0]?.components.map(\.drug.text) ?? [] }
      return entry(
        in: "/trials", trial.place, name: trial.name, year: trial.year, participants: trial.participants, phase: trial.phase,
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
      path: "/trials", entries: entries,
      filters: [("disease", diseaseIDs), ("regimen", regimens), ("drug", drugIDs), ("phase", phases), ("origin", origins)],
      sortKeys: ["name", "year", "n", "phase"], tags: tags)
  }

  func regimens() -> Collection {
    let classes = knowledge.classes.entries.map { ($0.id.text, knowledge.drugs(of: $0.id)) }
    let entries = knowledge.regimens.entries.map { regimen in
      let drugs = Set(regimen.components.flatMap { [$0.drug] + $0.alternatives })
      let drugClasses = classes.filter { !$0.1.isDisjoint(with: drugs) }.map(\.0)
      return entry(
        in: "/regimens", regimen.place, name: regimen.name.en,
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
      path: "/regimens", entries: entries,
      filters: [("disease", diseaseIDs), ("drug", drugIDs), ("drugClass", Set(classes.map(\.0))), ("origin", origins)], tags: tags
    )
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
        in: "/drugs", drug.place, name: drug.name.en,
        facets: ["drugClass": Set(classes.filter { $0.1.contains(drug.id) }.map(\.0))],
        brief: ["id", "name", "kind", "classes", "mechanism", "synonyms"])
    }
    return Collection(path: "/drugs", entries: entries, filters: [("drugClass", Set(classes.map(\.0)))], tags: tags)
  }

  func references() -> Collection {
    let kinds = Set(Reference.Kind.allCases.map(\.rawValue))
    let entries = knowledge.references.entries.map { reference in
      entry(
        in: "/references", reference.place, name: reference.title, year: reference.year,
        facets: ["kind": [reference.kind.rawValue]],
        brief: ["id", "kind", "title", "journal", "year", "citation", "version", "doi", "pmid", "pmcid", "url"])
    }
    return Collection(path: "/references", entries: entries, filters: [("kind", kinds)], sortKeys: ["name", "year"], tags: tags)
  }

  func diseases() -> Collection {
    let entries = knowledge.diseases.entries.map { disease in
      entry(
        in: "/diseases", disease.place, name: disease.name.en, facets: [:],
        brief: ["id", "name", "synonyms", "evidenceThrough", "scope"]
      ) {
        PathwayPage(knowledge: knowledge, localizer: $0).write(of: disease, to: &$1)
      }
    }
    return Collection(path: "/diseases", entries: entries, filters: [], tags: tags)
  }

  func cases() -> Collection {
    let entries = knowledge.cases.entries.map { workedCase in
      entry(
        in: "/cases", workedCase.place, name: workedCase.title.en, facets: ["disease": [workedCase.disease.text]],
        brief: ["id", "disease", "origin", "variantOf", "title", "question"])
    }
    return Collection(path: "/cases", entries: entries, filters: [("disease", diseaseIDs)], tags: tags)
  }

  func vocabulary(of disease: DiseaseID?, _ language: Language) -> Page {
    let target = "/vocabulary?disease=\(disease?.text ?? "")"
    return Page(
      VocabularyPage(knowledge: knowledge, language: language).bytes(for: disease), type: "application/json",
      language: language, entityTag: tags.tag(for: target, language), isKept: true)
  }

  private func entry(
    in path: String, _ place: Place, name: String, year: Int? = nil, participants: Int? = nil, phase: Int? = nil,
    facets: [String: Set<String>], brief: Set<String>,
    append: @escaping @Sendable (Localizer, inout JSONWriter) -> Void = { _, _ in }
  ) -> Collection.Entry {
    let id = place.value["id"]?.string ?? ""
    let tags = tags
    let left = Set(place.value.members.map(\.name)).subtracting(brief)
    return Collection.Entry(
      id: id, name: name, year: year, participants: participants, phase: phase, facets: facets,
      searchText: Deferred { SearchText.folding(of: place.value) },
      whole: PerLanguage { language in
        Deferred {
          let body = Self.rendered(language) { localizer, writer in
            // A pathway is given as a whole, not by its id.
            localizer.writeMembers(of: place.value, except: place.file.hasPrefix("diseases/") ? ["pathway"] : [], to: &writer)
            append(localizer, &writer)
          }
          return Page(
            body, type: "application/json", language: language, entityTag: tags.tag(for: "\(path)/\(id)", language),
            isKept: true)
        }
      },
      brief: PerLanguage { language in
        Self.rendered(language) { localizer, writer in localizer.writeMembers(of: place.value, except: left, to: &writer) }
      })
  }

  private static func rendered(_ language: Language, _ write: (Localizer, inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    write(Localizer(language: language), &writer)
    writer.endObject()
    return writer.bytes
  }
}
