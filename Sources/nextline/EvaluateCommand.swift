import Dispatch
import JSON
import Knowledge
import Service
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `nextline evaluate`: answers newline-delimited cases on all cores, a line each, in their order.
enum EvaluateCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.knowledge, .lang, .detail, .fromLine, .maxLine], operands: 0)
    let firstLine = try arguments.number(.fromLine, within: 1...Int.max, otherwise: 1)
    // Who reads no more is told of by the write that fails.
    _ = signal(SIGPIPE, SIG_IGN)
    let cohort = CohortEvaluation(
      engine: try arguments.engine(), language: try arguments.language(), detail: try arguments.detail(otherwise: .verdicts),
      today: Today.date(), mostLineBytes: try arguments.number(.maxLine, within: 64...(1 << 30), otherwise: 1 << 20),
      firstLine: firstLine)
    let progress = isatty(2) == 1 ? Progress(firstLine: firstLine) : nil
    do throws(InputError) {
      let outcome = try cohort.evaluate(
        read: { () throws(InputError) in try StandardInput.read() },
        write: { bytes, lines in
          guard StandardError.write(bytes, to: 1) else { return false }
          progress?.note(lines)
          return true
        })
      progress?.finish()
      guard outcome == .whole else {
        StandardError.print("nextline: nobody reads the answers any more")
        return 1
      }
      return 0
    } catch {
      progress?.finish()
      throw .failed("cannot read standard input: \(error.reason)")
    }
  }
}

/// Says on a terminal how far it is, a few times a second.
private final class Progress {
  private let start = DispatchTime.now()
  private let firstLine: Int
  private var lines = 0
  private var last: UInt64 = 0

  init(firstLine: Int) {
    self.firstLine = firstLine
  }

  func note(_ count: Int) {
    lines += count
    let now = DispatchTime.now().uptimeNanoseconds
    guard now >= last + 250_000_000 else { return }
    last = now
    show()
  }

  func finish() {
    show()
    StandardError.print("")
  }

  private func show() {
    let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    let rate = seconds > 0 ? Int(Double(lines) / seconds) : 0
    StandardError.write("\r\(lines) cases answered, through line \(firstLine + lines - 1); \(rate) a second ", to: 2)
  }
}
