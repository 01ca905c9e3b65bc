/// A truth value of Kleene's strong three-valued logic: `fails < unknown < holds`.
package enum Truth: UInt8, Sendable, Hashable, Comparable, CaseIterable {
  case fails = 0
  case unknown = 1
  case holds = 2

  @inlinable
  package init(_ known: Bool) {
    self = known ? .holds : .fails
  }

  @inlinable
  package static func == (left: Truth, right: Truth) -> Bool {
    left.rawValue == right.rawValue
  }

  @inlinable
  package static func < (left: Truth, right: Truth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The least of the two.
  @inlinable
  package static func && (left: Truth, right: Truth) -> Truth {
    min(left, right)
  }

  /// The greatest of the two.
  @inlinable
  package static func || (left: Truth, right: Truth) -> Truth {
    max(left, right)
  }

  /// The scale turned round; unknown stays unknown.
  @inlinable
  package static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .fails: .holds
    case .unknown: .unknown
    case .holds: .fails
    }
  }
}
