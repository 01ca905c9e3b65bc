package import Clinical
package import Decision
import Dispatch
package import Knowledge
import Synchronization

/// Why cases cannot be read.
package struct InputError: Error {
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

/// Newline-delimited cases, answered on all cores in their order, with as much memory as a few pieces take.
package struct CohortEvaluation: Sendable {
  /// How an evaluation ended.
  package enum Outcome: Sendable {
    /// Every line was answered.
    case whole
    /// Nobody takes the answers any more.
    case abandoned
  }

  private let responder: LineResponder
  private let firstLine: Int

  /// Lines before `firstLine` are passed over.
  package init(
    engine: DecisionEngine, language: Language, detail: DetailLevel, today: CalendarDate, mostLineBytes: Int, firstLine: Int = 1
  ) {
    let edition = Edition(engine: engine)
    responder = LineResponder(
      responder: CaseResponder(
        editions: Editions(edition, mostReplaced: 0), form: .either, language: language, detail: detail, today: today),
      mostLineBytes: mostLineBytes)
    self.firstLine = firstLine
  }

  /// Answers what `read` gives, until that is empty. `write` takes whole lines and how many they are; `false`: no more.
  ///
  /// `read` and `write` are called from different threads, each by one at a time.
  package func evaluate(
    read: @escaping @Sendable () throws(InputError) -> [UInt8], write: ([UInt8], Int) -> Bool
  ) throws(InputError) -> Outcome {
    let changed = DispatchSemaphore(value: 0)
    let room = DispatchSemaphore(value: 0)
    let work = CohortWork(answer: { [responder] in responder.answers(to: $0, while: $1) }, changed: { changed.signal() })
    let reading = Reading()
    // Reading waits for input, and writing for whoever takes the answers: neither may hold up the other.
    DispatchQueue(label: "nextline.cohort.reader").async { [self] in
      var splitter = LineSplitter(mostLineBytes: responder.mostLineBytes, firstNumber: firstLine)
      var skipper = LineSkipper(lines: firstLine - 1)
      do throws(InputError) {
        while !reading.isOver {
          let bytes = try read()
          guard !bytes.isEmpty else { break }
          work.add(splitter.add(skipper.rest(of: bytes)))
          changed.signal()
          while !work.hasRoom, !reading.isOver { room.wait() }
        }
        work.add(splitter.finish())
        reading.end(nil)
      } catch {
        reading.end(error)
      }
      changed.signal()
    }
    while true {
      while let answers = work.take() {
        room.signal()
        guard write(answers.bytes, answers.lines) else {
          work.cancel()
          reading.end(nil)
          room.signal()
          return .abandoned
        }
      }
      if reading.isOver, work.isDone {
        if let error = reading.error { throw error }
        return .whole
      }
      changed.wait()
    }
  }
}

/// Whether reading is over, and why.
private final class Reading: Sendable {
  private let state = Mutex<(isOver: Bool, error: InputError?)>((false, nil))

  var isOver: Bool { state.withLock(\.isOver) }
  var error: InputError? { state.withLock(\.error) }

  func end(_ error: InputError?) {
    state.withLock { $0 = (true, error) }
  }
}

/// Passes over lines at the beginning.
private struct LineSkipper {
  private var lines: Int

  init(lines: Int) {
    self.lines = lines
  }

  /// What of `bytes` comes after the lines that are passed over.
  mutating func rest(of bytes: [UInt8]) -> ArraySlice<UInt8> {
    var rest = bytes[...]
    while lines > 0 {
      guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
      rest = rest[(end + 1)...]
      lines -= 1
    }
    return rest
  }
}
