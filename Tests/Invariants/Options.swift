/// `Invariants [CASES] [SEED] [DIRECTORY] [--full] [--samples] [--self-test]`
struct Options: Sendable {
  var cases = 20_000
  var seed: UInt64 = 1
  /// Of other knowledge than the binary's.
  var directory: String?
  /// Goes through the large blocks, too, and looks at more of each.
  var isFull = false
  /// Draws cases only.
  var onlySamples = false
  var provesItself = false

  init(_ arguments: [String]) {
    var numbers: [UInt64] = []
    for argument in arguments {
      switch argument {
      case "--full": isFull = true
      case "--samples": onlySamples = true
      case "--self-test": provesItself = true
      default:
        if let number = UInt64(argument) { numbers.append(number) } else { directory = argument }
      }
    }
    if let first = numbers.first { cases = Int(first) }
    if numbers.count > 1 { seed = numbers[1] }
  }
}
