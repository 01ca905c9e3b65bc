/// A number of the knowledge with all that belongs to it, or a sentence that states numbers.
package struct Figure: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// What a trial found: a value of an arm, or arms compared.
    case result
    case participants
    case baseline
    case followUp
    case adverseEvent
    /// Trials set side by side though they were not compared.
    case crossTable
    case dose
    case cycle
    /// A number that conditions compare with.
    case threshold
    /// A number by which health records are read.
    case reading
    /// How often something is drawn for made-up cases.
    case distribution
    /// The least and the greatest that may be entered.
    case limit
    /// A sentence.
    case text
  }

  /// How far a figure can be trusted, the least certain first.
  package enum Certainty: Int, Sendable, CaseIterable, Comparable {
    case recalled, seedOnly, secondary
    /// A sentence with sources that does not say how far it was checked.
    case unmarked
    /// A convention of the knowledge itself, or made up for demonstration and marked so.
    case stipulated
    case confirmed

    package static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }

    init(_ confidence: Confidence) {
      switch confidence {
      case .confirmed: self = .confirmed
      case .secondary: self = .secondary
      case .recalled: self = .recalled
      case .seedOnly: self = .seedOnly
      }
    }
  }

  /// Where answers show it.
  package enum Use: Sendable, Hashable {
    /// As evidence of these regimens, or as part of them.
    case regimens([String])
    /// For every option of a disease.
    case disease(String)
    /// In no answer: in the entry itself, or in what answers are computed from.
    case entry
  }

  package let kind: Kind
  package let certainty: Certainty
  /// The value with its unit, interval and count.
  package let value: Text
  /// What it is: the entry and the parts of it on the way to the figure.
  package let subject: Text
  /// References and trials it rests on; empty only for limits of what may be entered and for assumptions.
  package let sources: [String]
  package let use: Use
  package let file: String
  /// RFC 6901.
  package let pointer: String
}
