/// The bounds a text must keep to, checked before anything is stored.
package struct JSONLimits: Sendable {
  /// Bytes of the whole text; never more than 4 GiB, whatever is asked for.
  package var maximumBytes: Int
  /// Arrays and objects within one another: 1 allows `[]` and refuses `[[]]`.
  package var maximumDepth: Int
  /// Values of every kind, containers among them; member names are not counted.
  package var maximumValues: Int

  package init(maximumBytes: Int = 4 << 20, maximumDepth: Int = 64, maximumValues: Int = 200_000) {
    self.maximumBytes = min(maximumBytes, Int(UInt32.max))
    self.maximumDepth = maximumDepth
    self.maximumValues = min(maximumValues, Int(Int32.max) / 2)
  }
}
