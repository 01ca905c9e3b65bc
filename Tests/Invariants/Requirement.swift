import Clinical
import Knowledge

/// What the facts ask before an option may be offered, told without a look at the pathway.
struct Requirement: Sendable {
  /// What is wrong when it does not hold.
  let complaint: String
  let holds: @Sendable (Examination, Verdict) -> Bool
}
