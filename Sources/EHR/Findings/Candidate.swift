import Clinical
import Knowledge

/// What one resource says of one finding.
struct Candidate {
  enum Content {
    case value(Value)
    /// An input of a combination.
    case input(String, String)
    /// Looked at, and not clear.
    case unclear(Text)
    /// Says something that cannot be made use of.
    case failure(Text)
    /// The gene was studied: nothing was found unless a variant says otherwise.
    case nothingFound
  }

  let finding: Int
  let content: Content
  /// `nil`: undated.
  let date: RecordDate?
  /// The entry that says it.
  let source: Int
}
