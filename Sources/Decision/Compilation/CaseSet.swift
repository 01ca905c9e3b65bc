import Clinical

/// An enumeration whose cases are numbered.
protocol Numbered {
  /// Below 64.
  var number: Int { get }
}

extension TherapyOutcome: Numbered {
  var number: Int {
    switch self {
    case .ongoing: 0
    case .completed: 1
    case .stoppedToxicity: 2
    case .progressedOnTherapy: 3
    case .progressedAfterTherapy: 4
    }
  }
}

extension BestResponse: Numbered {
  var number: Int { rank }
}

/// A set of an enumeration's cases.
struct CaseSet<Case: Numbered>: Hashable, Sendable {
  private let mask: UInt64

  init(_ cases: some Sequence<Case>) {
    mask = cases.reduce(0) { $0 | 1 << UInt64($1.number) }
  }

  var isEmpty: Bool { mask == 0 }

  func contains(_ element: Case) -> Bool {
    mask & 1 << UInt64(element.number) != 0
  }
}
