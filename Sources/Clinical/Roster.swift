/// Members of a list, and whether the list is known to be complete.
///
/// A complete list says that what it does not name is absent; an incomplete one leaves it unknown.
package struct Roster<Member: Hashable & Sendable>: Sendable, Hashable {
  package let members: [Member]
  package let isComplete: Bool
  /// Members that are said to be absent, in a list that leaves others unknown.
  package let absent: [Member]

  package init(_ members: [Member], isComplete: Bool, absent: [Member] = []) {
    self.members = members
    self.isComplete = isComplete
    self.absent = absent
  }

  /// A list nobody has given.
  package static var unrecorded: Roster { Roster([], isComplete: false) }
}
