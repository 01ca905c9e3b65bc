import HTTP

/// `nextline healthcheck`: asks a service on this machine whether it is ready; 1 when it is not.
///
/// For containers without a shell. A service that listens everywhere is asked at the loopback address.
enum HealthcheckCommand {
  static func run(_ arguments: Arguments) throws(CommandError) -> Int32 {
    try arguments.allow([.host, .port, .unix], operands: 0)
    let host = arguments.text(.host) ?? "127.0.0.1"
    let everywhere = ["0.0.0.0": "127.0.0.1", "::": "::1"]
    let address: BoundAddress =
      try arguments.text(.unix).map { .unix(path: $0) }
      ?? .tcp(host: everywhere[host] ?? host, port: try arguments.number(.port, within: 1...65_535, otherwise: 8080))
    guard let status = ReadinessProbe.status(of: "/readyz", at: address, withinSeconds: 2) else {
      throw .failed("\(address) does not answer")
    }
    guard status == 200 else { throw .failed("\(address) is not ready: \(status)") }
    return 0
  }
}
