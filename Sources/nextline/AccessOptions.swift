import Access
import Dispatch
import HTTP
import Service

/// Who may call, as the options of `serve` say.
struct AccessOptions {
  let tokens: TokenFile?
  private let requestsPerSecond: Int?

  init(_ arguments: Arguments, _ configuration: ServerConfiguration) throws(CommandError) {
    let rate = try arguments.number(.rateLimit, within: 0...1_000_000, otherwise: 0)
    requestsPerSecond = rate == 0 ? nil : rate
    do throws(TokenFileError) {
      tokens = if let path = arguments.text(.tokenFile) { try TokenFile(path: path) } else { nil }
    } catch {
      throw .failed(error.description)
    }
    try refuseUnmeantOpenness(arguments, configuration)
  }

  var control: AccessControl {
    AccessControl(tokens: tokens, requestsPerSecond: requestsPerSecond, today: { Today.date() })
  }

  /// Without tokens the service is for this machine, unless somebody says that it is not.
  private func refuseUnmeantOpenness(_ arguments: Arguments, _ configuration: ServerConfiguration) throws(CommandError) {
    guard tokens == nil else {
      if arguments.has(.openAccess) { throw .usage("`--open-access` and `--token-file` contradict each other") }
      return
    }
    guard configuration.unixSocketPath == nil, !Self.isLoopback(configuration.host) else { return }
    guard arguments.has(.openAccess) else {
      throw .usage(
        "`--host \(configuration.host)` is reached from other machines: say who may call with `--token-file FILE`, "
          + "or let everybody in with `--open-access`")
    }
    StandardError.print(
      "WARNING: access is not controlled: whoever reaches \(configuration.host):\(configuration.port) may ask for recommendations"
    )
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1"
      || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == 0x2e || (0x30...0x39).contains($0) })
  }

  /// Reads the token file again, and says what became of it.
  static func reload(_ tokens: TokenFile) {
    do throws(TokenFileError) {
      if try tokens.reload() { StandardError.print("reloaded: \(tokens.count) clients of \(tokens.path)") }
    } catch {
      StandardError.print("the token file was not reloaded, the clients stay as they were: \(error.description)")
    }
  }
}
