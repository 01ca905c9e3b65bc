#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

import Knowledge

/// The cores the program may use.
package enum Cores {
  /// Those of the machine, or as many as the time that a container is given comes to.
  package static let count = max(1, min(onMachine, ofContainer ?? Int.max))

  private static var onMachine: Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// What `cpu.max` of control groups says, version 2, time and period in microseconds: `200000 100000` is two.
  private static var ofContainer: Int? {
    guard let bytes = try? KnowledgeDirectory.bytes(of: "/sys/fs/cgroup/cpu.max") else { return nil }
    let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).map { Int($0) }
    guard numbers.count == 2, let time = numbers[0], let period = numbers[1], period > 0 else { return nil }
    return max(1, (time + period - 1) / period)
  }
}
