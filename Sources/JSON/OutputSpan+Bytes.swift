extension OutputSpan<UInt8> {
  /// Copies bytes behind those that are there.
  ///
  /// - Precondition: There is room for them.
  @inline(__always)
  mutating func append(contentsOf span: Span<UInt8>) {
    precondition(span.count <= freeCapacity)
    // SAFETY: there is room, and both pointers are used within their closures only.
    unsafe span.withUnsafeBufferPointer { source in
      unsafe withUnsafeMutableBufferPointer { bytes, count in
        count += unsafe bytes[count...].initialize(fromContentsOf: source) - count
      }
    }
  }
}
