import Testing

@testable import JSON

@Suite struct TapeTests {
  @Test(arguments: [0, 1, 2, 100]) func `It holds what was appended, whatever room it began with`(capacity: Int) {
    var tape = Tape<Int>(capacity: capacity)
    for number in 0..<300 { tape.append(number) }
    tape[7] = -7
    #expect(tape.count == 300)
    #expect((0..<300).allSatisfy { tape[$0] == ($0 == 7 ? -7 : $0) })
    for number in (200..<300).reversed() {
      let last = tape.removeLast()
      #expect(last == number)
    }
    #expect(tape.count == 200)
    tape.append(5)
    #expect(tape[200] == 5)
  }
}
