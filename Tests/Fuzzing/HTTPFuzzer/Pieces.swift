/// Ways to split an input. The places follow from the input itself, so that the same input is always split alike.
enum Pieces {
  static func single(_ input: [UInt8]) -> [ArraySlice<UInt8>] {
    input.indices.map { input[$0...$0] }
  }

  static func two(_ input: [UInt8]) -> [ArraySlice<UInt8>] {
    let place = Int(hash(input) % UInt64(input.count + 1))
    return [input[..<place], input[place...]]
  }

  /// Pieces of 0 to 15 bytes.
  static func some(_ input: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = input[...]
    var state = hash(input)
    while !rest.isEmpty {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let piece = rest.prefix(Int(state >> 60))
      pieces.append(piece)
      rest = rest.dropFirst(piece.count)
    }
    return pieces
  }

  /// FNV-1a.
  private static func hash(_ input: [UInt8]) -> UInt64 {
    input.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
