import Clinical
import Decision
import Knowledge

/// One consultation under examination: what several invariants ask about is worked out once.
final class Examination {
  let subject: Subject
  let consultation: Consultation
  /// How many single statements were compared, by what they speak of.
  private(set) var compared: [String: Int] = [:]

  init(_ subject: Subject, _ consultation: Consultation) {
    (self.subject, self.consultation) = (subject, consultation)
  }

  var patient: PatientCase { consultation.patient }

  var options: [Subject.Option] { subject.options[patient.disease] ?? [] }

  private(set) lazy var verdicts = subject.verdicts(consultation)
  private(set) lazy var assessed = subject.assess(consultation)
  private(set) lazy var recommendation = subject.recommend(consultation)
  private(set) lazy var isImpossible = subject.isImpossible(consultation)
  private(set) lazy var standing = Standing(patient)
  private(set) lazy var openPlaces = OpenPlaces(of: patient, subject).all()

  /// The options that are offered, with their verdicts.
  private(set) lazy var offered: [(option: Subject.Option, verdict: Verdict)] = zip(options, verdicts).compactMap {
    $1.isOffered ? ($0, $1) : nil
  }

  /// The verdict of an option as it is judged without its reasons.
  func verdict(of regimen: RegimenID) -> Verdict? {
    options.firstIndex { $0.regimen.id == regimen }.map { verdicts[$0] }
  }

  func count(_ what: String, _ number: Int = 1) {
    compared[what, default: 0] += number
  }
}

extension Verdict {
  /// Whether it may be used as things are known.
  var isOffered: Bool { self == .recommended || self == .alternative }

  /// How it stands by itself: which of those offered comes first depends on the others.
  var standing: Verdict { self == .recommended ? .alternative : self }
}
