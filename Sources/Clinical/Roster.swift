/// Members of a list, and whether the list is known to be complete.
///
/// A complete list says that what it does not name is absent; an incomplete one leaves it unknown.
package struct Roster<Member: Hashable & Sendable>: Sendable, Hashable {
  package let members: [Member]
  package let isComplete: Bool

  package init(_ members: [Member], isComplete: Bool) {
    self.members = members
    self.isComplete = isComplete
  }

  /// A list nobody has given.
  package static var unrecorded: Roster { Roster([], isComplete: false) }
}
