import Clinical
import JSON

/// Counts what was checked and tells what is wrong, save where an entry says that its source states it so.
final class Arithmetic {
  private(set) var tallies = Dictionary(uniqueKeysWithValues: ArithmeticCheck.allCases.map { ($0, ArithmeticTally()) })
  private let report: Report
  /// `nil`: what is checked is no trial, and cannot say that its source states something odd.
  private var oddities: [(oddity: Trial.Oddity, isUsed: Bool)]?

  init(report: Report) {
    self.report = report
  }

  /// What is wrong with a figure, and how much so.
  enum Fault {
    /// It cannot be.
    case impossible(String, suggestion: String? = nil)
    /// It can be, but is more often a mistake.
    case unlikely(String, suggestion: String? = nil)
  }

  /// Counts a check of a figure, and its fault if there is one.
  func check(_ check: ArithmeticCheck, at place: Place, fault: Fault?) {
    tallies[check, default: ArithmeticTally()].made += 1
    guard let fault else { return }
    if let index = oddities?.firstIndex(where: { $0.oddity.check == check && $0.oddity.covers(place) }) {
      oddities?[index].isUsed = true
      tallies[check, default: ArithmeticTally()].asStated += 1
      return
    }
    tallies[check, default: ArithmeticTally()].problems += 1
    switch fault {
    case .impossible(let message, let suggestion): report.error(message, at: place, suggestion: suggestion)
    case .unlikely(let message, let suggestion):
      let advice = oddities == nil ? "" : "; if the source states it so, say it in `asStated`"
      report.warning(message + advice, at: place, suggestion: suggestion)
    }
  }

  /// Counts what the loader has refused to load otherwise.
  func passed(_ check: ArithmeticCheck, times: Int = 1) {
    tallies[check, default: ArithmeticTally()].made += times
  }

  /// Checks with what a trial says its sources state so; what of that nothing finds odd is told.
  func withOddities(of trial: Trial, _ checks: () -> Void) {
    oddities = trial.asStated.map { ($0, false) }
    checks()
    for (oddity, isUsed) in oddities ?? [] where !isUsed {
      report.warning("nothing is odd there by the check `\(oddity.check.rawValue)`: leave this out", at: oddity.place)
    }
    oddities = nil
  }
}

extension Trial.Oddity {
  /// Whether a place is what it speaks of, or within it.
  fileprivate func covers(_ place: Place) -> Bool {
    let pointer = place.pointer
    return pointer == target || pointer.hasPrefix(target + "/")
  }
}

extension Magnitude {
  /// About the number.
  var double: Double {
    var (value, scale) = (Double(significand), scale)
    while scale > 0 { (value, scale) = (value / 10, scale - 1) }
    return value
  }

  /// Half a unit of the last digit: how far off the exact value may be.
  var rounding: Double {
    (0..<scale).reduce(0.5) { unit, _ in unit / 10 }
  }

  /// A number rounded to as many digits after the point as this one has.
  func rounded(like value: Double) -> Magnitude {
    let factor = (0..<scale).reduce(1.0) { factor, _ in factor * 10 }
    return Magnitude(significand: Int64((value * factor).rounded()), scale: scale)
  }
}
