#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Knowledge

/// What the system says of the running process; what it does not say is `nil`.
struct ProcessFigures {
  let processorSeconds: Double
  let residentBytes: Int?
  let virtualBytes: Int?
  let openDescriptors: Int?
  let mostDescriptors: Int?
  /// Seconds since 1970.
  let startTime: Double?

  init() {
    var time = timespec()
    // SAFETY: the system writes into a value of our own.
    _ = unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    processorSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    let pages = Self.words("/proc/self/statm").map { $0.compactMap { Int($0) } } ?? []
    let pageBytes = Int(sysconf(Int32(_SC_PAGESIZE)))
    virtualBytes = pages.first.map { $0 * pageBytes }
    residentBytes = pages.count > 1 ? pages[1] * pageBytes : nil
    openDescriptors = (try? KnowledgeDirectory.names(in: "/proc/self/fd")).map { $0.count - 1 }
    mostDescriptors = Self.descriptorLimit
    startTime = Self.startTime
  }

  /// The 22nd field of `/proc/self/stat`, in ticks since the machine started, which `/proc/stat` says.
  private static var startTime: Double? {
    // The second field, a name in parentheses, may hold anything.
    guard let text = text("/proc/self/stat"), let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19, let ticks = Double(fields[19]),
      let boot = Self.text("/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") })?.split(separator: " ")
        .last
    else { return nil }
    return Double(boot).map { $0 + ticks / Double(sysconf(Int32(_SC_CLK_TCK))) }
  }

  private static var descriptorLimit: Int? {
    // `Max open files            1024                 1048576              files`
    let line = text("/proc/self/limits")?.split(separator: "\n").first { $0.hasPrefix("Max open files") }
    return line?.split(separator: " ").dropFirst(3).first.flatMap { Int($0) }
  }

  private static func words(_ path: String) -> [Substring]? {
    text(path)?.split(whereSeparator: { $0 == " " || $0 == "\n" })
  }

  private static func text(_ path: String) -> String? {
    (try? KnowledgeDirectory.bytes(of: path)).map { String(decoding: $0, as: UTF8.self) }
  }
}
