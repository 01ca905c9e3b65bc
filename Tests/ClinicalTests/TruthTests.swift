import Clinical
import Testing

@Suite struct TruthTests {
  /// A row of the table of a connective.
  struct Row: CustomTestStringConvertible {
    let left: Truth
    let right: Truth
    let result: Truth

    init(_ left: Truth, _ right: Truth, _ result: Truth) {
      (self.left, self.right, self.result) = (left, right, result)
    }

    var testDescription: String { "\(left), \(right): \(result)" }
  }

  @Test(arguments: [
    Row(.fails, .fails, .fails), Row(.fails, .unknown, .fails), Row(.fails, .holds, .fails),
    Row(.unknown, .fails, .fails), Row(.unknown, .unknown, .unknown), Row(.unknown, .holds, .unknown),
    Row(.holds, .fails, .fails), Row(.holds, .unknown, .unknown), Row(.holds, .holds, .holds),
  ])
  func `And is the least of the two`(_ row: Row) {
    #expect((row.left && row.right) == row.result)
  }

  @Test(arguments: [
    Row(.fails, .fails, .fails), Row(.fails, .unknown, .unknown), Row(.fails, .holds, .holds),
    Row(.unknown, .fails, .unknown), Row(.unknown, .unknown, .unknown), Row(.unknown, .holds, .holds),
    Row(.holds, .fails, .holds), Row(.holds, .unknown, .holds), Row(.holds, .holds, .holds),
  ])
  func `Or is the greatest of the two`(_ row: Row) {
    #expect((row.left || row.right) == row.result)
  }

  @Test(arguments: zip([Truth.fails, .unknown, .holds], [Truth.holds, .unknown, .fails]))
  func `Not turns the scale round`(_ truth: Truth, negated: Truth) {
    #expect(!truth == negated)
  }

  @Test(arguments: Truth.allCases, Truth.allCases)
  func `De Morgan's laws hold`(_ left: Truth, _ right: Truth) {
    #expect(!(left && right) == (!left || !right))
    #expect(!(left || right) == (!left && !right))
  }

  @Test func `The scale runs from fails over unknown to holds`() {
    #expect(Truth.allCases.shuffled().sorted() == [.fails, .unknown, .holds])
  }

  @Test func `What is known holds or fails`() {
    #expect(Truth(true) == .holds)
    #expect(Truth(false) == .fails)
  }
}
