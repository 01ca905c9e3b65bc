/// What is recomputed or compared of the figures of the knowledge.
///
/// A source may itself state something odd; an entry says so with `asStated`, which names the check by its raw value.
package enum ArithmeticCheck: String, Sendable, CaseIterable {
  /// An interval goes up and holds its estimate; refused on loading.
  case interval
  /// A percentage is the count it is given with.
  case percentage
  /// A part is no larger than the whole it is of.
  case population
  /// Randomised arms make up the participants.
  case arms
  /// The arm that a hazard ratio favours has the longer median.
  case direction
  /// The p value, the interval and what is said of significance agree.
  case significance
  /// The p value is about the one that the hazard ratio and its interval imply.
  case probability = "p-value"
  /// A hazard ratio is near the middle of its interval on a logarithmic scale.
  case symmetry
  /// Survival is no shorter than survival without progression.
  case survival
  /// A deeper response is no more frequent than one that includes it.
  case response
  /// Severe events are no more frequent than all.
  case grades
  /// Categories that exclude each other make up their total.
  case exclusive
  /// A number is possible in its unit.
  case range
  /// What a trial is summed up with is among its figures.
  case takeaway
  /// A threshold is the one that the text beside it states.
  case threshold
  /// Both languages state the same numbers.
  case languages
  /// Codes have the form of their terminology and a right check digit; refused on loading.
  case codes
  /// Registrations and identifiers of publications have their form; refused on loading.
  case identifiers

  /// Whether it compares what a source states, which may be odd; the others check how it is written here.
  var isOfSources: Bool {
    switch self {
    case .interval, .threshold, .languages, .codes, .identifiers: false
    case .percentage, .population, .arms, .direction, .significance, .probability, .symmetry, .survival, .response, .grades,
      .exclusive, .range, .takeaway:
      true
    }
  }
}

/// How often a check was made, and how often something was wrong.
package struct ArithmeticTally: Sendable {
  package var made = 0
  package var problems = 0
  /// Odd, and marked as stated so by the source.
  package var asStated = 0

  package init() {}
}
