import Clinical
import Decision
import JSON
import Knowledge
import Synchronization
import Testing

@testable import Service

@Suite struct LineSplitterTests {
  /// The lines of `text`, fed in pieces of `size` bytes.
  private func lines(of text: String, size: Int, most: Int = 100) -> [String?] {
    var splitter = LineSplitter(mostLineBytes: most)
    let bytes = Array(text.utf8)
    var pieces: [CohortPiece] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      pieces += splitter.add(bytes[start..<min(bytes.count, start + size)])
    }
    pieces += splitter.finish()
    var next = 1
    for piece in pieces {
      #expect(piece.firstNumber == next)
      next += piece.lines.count
    }
    return pieces.flatMap { piece in
      piece.lines.map { line -> String? in
        if case .whole(let range) = line { String(decoding: piece.bytes[range], as: UTF8.self) } else { nil }
      }
    }
  }

  static let text =
    "one\n\r\n\ntwo\r\n" + (1...100).map { "line \($0)\n" }.joined() + String(repeating: "x", count: 101) + "\nlast"

  @Test(arguments: [1, 2, 3, 5, 64, 10_000]) func `Lines are the same however they come`(size: Int) {
    let expected: [String?] = ["one", "", "", "two"] + (1...100).map { "line \($0)" } + [nil, "last"]
    #expect(lines(of: Self.text, size: size) == expected)
  }

  @Test func `A line as long as may be is whole, and one byte more is not`() {
    let most = String(repeating: "x", count: 100)
    #expect(lines(of: most + "\n" + most + "y\n" + most, size: 7) == [most, nil, most])
  }

  @Test func `A line break at the end begins no line`() {
    #expect(lines(of: "a\n", size: 9) == ["a"])
    #expect(lines(of: "", size: 9) == [])
  }

  @Test func `What is whole is given at once`() {
    var splitter = LineSplitter(mostLineBytes: 100)
    #expect(splitter.add(Array("a\nb".utf8)[...]).flatMap(\.lines).count == 1)
    #expect(splitter.add(Array("c\n".utf8)[...]).flatMap(\.lines).count == 1)
  }
}

@Suite struct CohortTests {
  private func responder(_ detail: DetailLevel, _ language: Language) -> CaseResponder {
    CaseResponder(
      editions: Editions(Edition(engine: RealKnowledge.engine), mostReplaced: 0), form: .either, language: language,
      detail: detail,
      today: RealKnowledge.today)
  }

  /// The whole of what an evaluation writes.
  private func evaluate(_ input: [UInt8], _ detail: DetailLevel, from line: Int = 1, cut: Int = 4096) throws -> [UInt8] {
    let cohort = CohortEvaluation(
      engine: RealKnowledge.engine, language: .en, detail: detail, today: RealKnowledge.today, mostLineBytes: 1 << 20,
      firstLine: line)
    let rest = Mutex(input[...])
    var output: [UInt8] = []
    let outcome = try cohort.evaluate(
      read: {
        rest.withLock { rest in
          defer { rest = rest.dropFirst(cut) }
          return Array(rest.prefix(cut))
        }
      },
      write: { bytes, lines in
        #expect(bytes.count { $0 == UInt8(ascii: "\n") } == lines)
        output += bytes
        return true
      })
    #expect(outcome == .whole)
    return output
  }

  /// Some of the worked cases, each on a line, with lines between them that are none.
  private var input: (lines: [[UInt8]], bytes: [UInt8]) {
    var lines: [[UInt8]] = []
    for (index, workedCase) in RealKnowledge.someCases.enumerated() {
      var writer = JSONWriter()
      writer.value(workedCase.input.value)
      lines.append(writer.bytes)
      if index % 10 == 0 { lines += ["", "{", "{\"disease\":\"gout\"}"].map { Array($0.utf8) } }
    }
    return (lines, lines.flatMap { $0 + [UInt8(ascii: "\n")] })
  }

  @Test(arguments: [DetailLevel.verdicts, .summary]) func `A cohort has the answers of its cases one by one, in their order`(
    detail: DetailLevel
  ) throws {
    let (lines, bytes) = input
    let answers = try evaluate(bytes, detail).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
    #expect(answers.count == lines.count)
    let responder = responder(detail, .en)
    for (number, (line, answer)) in zip(lines, answers).enumerated() {
      if let expected = try? responder.answer(line).body {
        #expect(Array(answer) == expected)
      } else {
        let problem = try JSONDocument.parse(Array(answer)).root
        #expect(problem["line"]?.rawNumber == String(number + 1))
        #expect(problem["status"]?.rawNumber == (line.count < 2 ? "400" : "422"))
      }
    }
  }

  @Test func `An evaluation that begins later gives the rest of the same`() throws {
    let (lines, bytes) = input
    let whole = try evaluate(bytes, .verdicts).split(separator: UInt8(ascii: "\n"))
    for line in [2, 17, lines.count, lines.count + 1] {
      #expect(
        try evaluate(bytes, .verdicts, from: line, cut: 777).split(separator: UInt8(ascii: "\n")) == Array(whole[(line - 1)...]))
    }
  }

  @Test func `Who takes no more answers ends the evaluation`() throws {
    let cohort = CohortEvaluation(
      engine: RealKnowledge.engine, language: .en, detail: .verdicts, today: RealKnowledge.today, mostLineBytes: 1 << 20)
    let line = input.lines[0] + [UInt8(ascii: "\n")]
    let read = Mutex(0)
    var written = 0
    let outcome = try cohort.evaluate(
      read: {
        read.withLock { $0 += 1 }
        return line
      },
      write: { _, _ in
        written += 1
        return written < 3
      })
    #expect(outcome == .abandoned)
    // Reading is no further ahead than the work that may wait.
    #expect(read.withLock { $0 } <= CohortWork.usualWidth + 8)
  }

  @Test func `Input that cannot be read is an error`() {
    let cohort = CohortEvaluation(
      engine: RealKnowledge.engine, language: .en, detail: .verdicts, today: RealKnowledge.today, mostLineBytes: 1 << 20)
    #expect(throws: InputError.self) {
      _ = try cohort.evaluate(read: { () throws(InputError) in throw InputError(reason: "gone") }, write: { _, _ in true })
    }
  }

  @Test func `Judging alone comes to what a recommendation does`() throws {
    for workedCase in RealKnowledge.someCases {
      let request = try RealKnowledge.reader.read(workedCase.input.value).get()
      let assessor = try #require(RealKnowledge.engine.assessor(for: request.patient, context: request.context))
      let judgement = assessor.judge()
      let recommendation = Judgement(assessor.recommend())
      #expect(judgement.options.map(\.ordinal) == recommendation.options.map(\.ordinal))
      #expect(judgement.options.map(\.verdict) == recommendation.options.map(\.verdict))
      #expect(judgement.options.map(\.cautions) == recommendation.options.map(\.cautions))
      #expect(judgement.missing == recommendation.missing)
      #expect(judgement.notices.map(\.id) == recommendation.notices.map(\.id))
      #expect(judgement.nextLine == recommendation.nextLine)
    }
  }
}
