/// Finds what was probably meant.
package enum Spelling {
  /// The candidate nearest to `text`, if it is near enough to be a slip; the first of equals.
  ///
  /// Nearness is the optimal string alignment distance on scalars, ignoring case, of at most a third of the length.
  package static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
    let sought = folded(text)
    guard !sought.isEmpty, sought.count <= 64 else { return nil }
    var best: (candidate: String, distance: Int)?
    // By bytes: what Unicode takes for equal may be just the slip.
    for candidate in candidates where !candidate.utf8.elementsEqual(text.utf8) {
      let limit = min(best.map { $0.distance - 1 } ?? Int.max, max(1, min(sought.count, 9) / 3))
      let folded = folded(candidate)
      guard abs(folded.count - sought.count) <= limit else { continue }
      let distance = distance(sought, folded)
      if distance <= limit { best = (candidate, distance) }
    }
    return best?.candidate
  }

  private static func folded(_ text: String) -> [Unicode.Scalar] {
    Array(text.lowercased().unicodeScalars)
  }

  /// Insertions, deletions, substitutions and exchanges of neighbours that lead from one to the other.
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var cost = min(last[column] + (left[row] == right[column] ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
