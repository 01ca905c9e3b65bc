package import JSON

/// A value that differs between two versions of a document.
package struct JSONDifference: Sendable {
  /// RFC 6901: where the value stands in the new version, or stood in the old one when it is gone.
  package let pointer: String
  /// `nil`: it was not there.
  package let old: JSONValue?
  /// `nil`: it is not there any more.
  package let new: JSONValue?

  /// What differs, in the order of the new document; white space, the order of members and escapes make no difference.
  ///
  /// Elements of a list are told by their ids, so that one put in between is one difference.
  package static func all(from old: JSONValue, to new: JSONValue) -> [JSONDifference] {
    var differences: [JSONDifference] = []
    compare(old, new, "", &differences)
    return differences
  }

  /// The value as JSON on one line, cut when it is longer than `limit` characters.
  package static func line(of value: JSONValue?, limit: Int = 100) -> String {
    guard let value else { return "nothing" }
    var writer = JSONWriter()
    writer.value(value)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    return text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  private static func compare(
    _ old: JSONValue, _ new: JSONValue, _ pointer: String, _ differences: inout [JSONDifference]
  ) {
    if old.rawBytes.elementsEqual(new.rawBytes) { return }
    switch (old.kind, new.kind) {
    case (.object, .object): compareMembers(old, new, pointer, &differences)
    case (.array, .array): compareElements(old, new, pointer, &differences)
    case (.string, .string) where old.string.map { Array($0.utf8) } == new.string.map { Array($0.utf8) }: break
    default: differences.append(JSONDifference(pointer: pointer, old: old, new: new))
    }
  }

  private static func compareMembers(
    _ old: JSONValue, _ new: JSONValue, _ pointer: String, _ differences: inout [JSONDifference]
  ) {
    for member in new.members {
      let place = pointer + JSONPointer.token(member.name)
      if let before = old[member.name] {
        compare(before, member.value, place, &differences)
      } else {
        differences.append(JSONDifference(pointer: place, old: nil, new: member.value))
      }
    }
    for member in old.members where new[member.name] == nil {
      differences.append(JSONDifference(pointer: pointer + JSONPointer.token(member.name), old: member.value, new: nil))
    }
  }

  private static func compareElements(
    _ old: JSONValue, _ new: JSONValue, _ pointer: String, _ differences: inout [JSONDifference]
  ) {
    let (before, after) = (Array(old.elements), Array(new.elements))
    for key in keys {
      guard let oldKeys = distinct(before, key), let newKeys = distinct(after, key) else { continue }
      let isKept = { (keys: [String], others: [String]) in keys.filter(Set(others).contains) }
      if isKept(oldKeys, newKeys) != isKept(newKeys, oldKeys) {
        differences.append(JSONDifference(pointer: pointer, old: old, new: new))
        // Of plain values the lists say it all.
        if key == nil { return }
      }
      let pairs = newKeys.map { key in oldKeys.firstIndex(of: key) }
      return compare(before, after, pairs, pointer, &differences)
    }
    compare(before, after, pairsByPlace(before, after), pointer, &differences)
  }

  /// Compares each new element with the old one it is paired with; what is in no pair is new or gone.
  private static func compare(
    _ before: [JSONValue], _ after: [JSONValue], _ pairs: [Int?], _ pointer: String, _ differences: inout [JSONDifference]
  ) {
    for (index, pair) in pairs.enumerated() {
      if let pair {
        compare(before[pair], after[index], "\(pointer)/\(index)", &differences)
      } else {
        differences.append(JSONDifference(pointer: "\(pointer)/\(index)", old: nil, new: after[index]))
      }
    }
    let paired = Set(pairs.compactMap(\.self))
    for index in before.indices where !paired.contains(index) {
      differences.append(JSONDifference(pointer: "\(pointer)/\(index)", old: before[index], new: nil))
    }
  }

  /// What elements are told apart by: themselves when they are strings (`nil`), or a member.
  private static let keys: [String?] = [nil, "id", "regimen", "trial"]

  /// The keys of elements that each have one of their own.
  private static func distinct(_ elements: [JSONValue], _ key: String?) -> [String]? {
    let keys = elements.compactMap { element in key.map { element[$0]?.string } ?? element.string }
    return keys.count == elements.count && Set(keys).count == keys.count ? keys : nil
  }

  /// Pairs by place, after what is alike at both ends.
  private static func pairsByPlace(_ before: [JSONValue], _ after: [JSONValue]) -> [Int?] {
    let shorter = min(before.count, after.count)
    var end = 0
    while end < shorter, all(from: before[before.count - 1 - end], to: after[after.count - 1 - end]).isEmpty { end += 1 }
    let start = shorter - end
    return after.indices.map { index in
      if index >= after.count - end { return before.count - (after.count - index) }
      return index < start ? index : nil
    }
  }
}
