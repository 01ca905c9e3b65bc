import JSON
import Knowledge

/// Collects what was not understood and what is to be said, in the order of the record.
struct RecordLog {
  let resources: ResourceCollection
  private(set) var notUnderstood: [NotUnderstood] = []
  private(set) var notices: [RecordNotice] = []
  private var table = NameTable.forNamesFromOutside()
  /// Of each thing in the table where it stands in `notUnderstood`, once for each reason.
  private var places: [[Int]] = []

  init(_ resources: ResourceCollection) {
    self.resources = resources
  }

  /// `source`: the entry that says it; `nil`: what is no entry.
  mutating func skip(_ what: String, _ reason: Text, _ source: Int?) {
    _ = add(what, reason, source)
  }

  /// A result whose code is not known: a record may repeat it hundreds of times.
  mutating func skipUnknown(_ concept: ObservedConcept, _ source: Int) {
    if let place = concept.unknownPlace { return addAgain(place, source) }
    concept.unknownPlace = add(concept.label, Reason.unknownCode, source)
  }

  /// Where it stands.
  private mutating func add(_ what: String, _ reason: Text, _ source: Int?) -> Int {
    let thing = table.place(of: what, orElse: places.count)
    if thing == places.count { places.append([]) }
    if let place = places[thing].first(where: { notUnderstood[$0].reason.en == reason.en }) {
      addAgain(place, source)
      return place
    }
    let place = notUnderstood.count
    places[thing].append(place)
    notUnderstood.append(NotUnderstood(what: what, reason: reason, references: [], count: 0))
    addAgain(place, source)
    return place
  }

  /// A thing that is there, for the same reason.
  private mutating func addAgain(_ place: Int, _ source: Int?) {
    notUnderstood[place].count += 1
    guard let source, notUnderstood[place].references.count < NotUnderstood.mostReferences else { return }
    notUnderstood[place].references.append(resources.entries[source].reference)
  }

  mutating func note(_ id: String, _ text: Text, _ sources: [Int] = []) {
    let references = resources.references(to: Array(sources.distinct.prefix(NotUnderstood.mostReferences)))
    let notice = RecordNotice(id: id, text: text, references: references)
    if !notices.contains(notice) { notices.append(notice) }
  }
}

/// Why something of a record is no fact.
enum Reason {
  static let enteredInError = Text(en: "entered in error", ru: "внесено по ошибке")
  static let notFinal = Text(en: "not final, or cancelled", ru: "не окончательный результат или отменён")
  static let notDone = Text(en: "was not done or not given", ru: "не выполнено или не введено")
  static let onlyPlanned = Text(en: "is only planned or drafted", ru: "только планируется или черновик")
  static let unconfirmed = Text(en: "is not confirmed", ru: "не подтверждено")
  static let notActive = Text(en: "is no longer active", ru: "уже неактивно")
  static let otherPatient = Text(en: "is of another patient", ru: "относится к другому пациенту")
  static let noSubject = Text(en: "does not say whose it is", ru: "не указано, к кому относится")
  static let modifier = Text(
    en: "is changed by an extension that is not understood", ru: "смысл изменён расширением, которое не распознано")
  static let family = Text(en: "speaks of a relative", ru: "относится к родственнику")
  static let noData = Text(en: "says that there are no data", ru: "указано, что данных нет")
  static let unknownCode = Text(en: "the code is not known", ru: "код неизвестен")
  static let conflictingCodes = Text(en: "its codes or words disagree", ru: "коды или слова противоречат друг другу")
  static let unknownValue = Text(en: "the value is not understood", ru: "значение не распознано")
  static let noValue = Text(en: "has no value", ru: "нет значения")
  static let unknownUnit = Text(en: "the unit cannot be converted", ru: "единицу измерения нельзя пересчитать")
  static let outOfRange = Text(en: "the value is impossible", ru: "невозможное значение")
  static let future = Text(en: "is dated after the day of the question", ru: "датировано позже дня вопроса")
  static let noDate = Text(en: "has no date", ru: "нет даты")
  static let badDates = Text(en: "ends before it starts", ru: "окончание раньше начала")
  static let notUsed = Text(en: "resources of this type are not read", ru: "ресурсы этого типа не читаются")
  static let twoVersions = Text(
    en: "is there in two versions, neither known to be later", ru: "есть в двух версиях, более поздняя неизвестна")
  static let noGermline = Text(
    en: "the germline result is meant, and this one is not said to be it",
    ru: "нужен герминальный результат, а здесь это не указано")
  static let namedVariantOnly = Text(en: "excludes one variant only", ru: "исключает только один вариант")
  static let significance = Text(
    en: "the clinical significance of the variant is uncertain or not stated",
    ru: "клиническая значимость варианта неопределённая или не указана")
  static let partOfRegion = Text(
    en: "only a part of the gene was studied, or more is said than is understood",
    ru: "исследована лишь часть гена или указано больше, чем распознано")
  static let equivocal = Text(en: "equivocal", ru: "неопределённый результат")
  static let contradicting = Text(
    en: "results of the same date contradict each other", ru: "результаты одной даты противоречат друг другу")
  static let noPlace = Text(
    en: "cannot be placed among the lines of therapy: neither intent nor dates say in which setting it was given",
    ru: "нельзя отнести к линии терапии: ни цель, ни даты не показывают, когда она проводилась")
  static let noResource = Text(en: "is no FHIR resource", ru: "не является ресурсом FHIR")
}
