import JSON

/// Reads an object's members by name and remembers which names it was asked for.
package struct ObjectReader {
  package let cursor: Cursor
  private var asked: [String] = []

  init(cursor: Cursor) {
    self.cursor = cursor
    asked.reserveCapacity(12)
  }

  /// The member, which must be there.
  package mutating func required<Result>(_ name: String, _ decode: (Cursor) -> Result?) -> Result? {
    asked.append(name)
    guard let value = cursor.value[name] else {
      cursor.report.error("is missing", at: cursor.place, member: name)
      return nil
    }
    return decode(cursor.at(value))
  }

  /// The member if it is there; `nil` also when it cannot be decoded, which is recorded.
  package mutating func optional<Result>(_ name: String, _ decode: (Cursor) -> Result?) -> Result? {
    asked.append(name)
    guard let value = cursor.value[name] else { return nil }
    return decode(cursor.at(value))
  }

  /// The elements of an array member; with a minimum the member must be there.
  package mutating func list<Element>(_ name: String, atLeast minimum: Int = 0, _ decode: (Cursor) -> Element?) -> [Element] {
    asked.append(name)
    guard let value = cursor.value[name] else {
      if minimum > 0 { cursor.report.error("is missing", at: cursor.place, member: name) }
      return []
    }
    return cursor.at(value).list(atLeast: minimum, decode)
  }

  /// Whether the member is there, decodable or not.
  package func has(_ name: String) -> Bool {
    cursor.value[name] != nil
  }

  func refuseUnknownMembers() {
    // Members mostly stand in the order in which they are asked for, so that the next is looked for behind the last.
    var next = 0
    for member in cursor.value.members {
      if let place = place(of: member, from: next) {
        next = place + 1
      } else {
        cursor.at(member.value).error(
          "unknown member `\(member.name)`", suggestion: Spelling.nearest(to: member.name, among: asked))
      }
    }
  }

  private func place(of member: JSONMember, from start: Int) -> Int? {
    for place in start..<asked.count where member.hasName(asked[place]) { return place }
    for place in 0..<start where member.hasName(asked[place]) { return place }
    return nil
  }
}
