import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calls a closure whenever the process is sent a signal, on a queue of its own.
package final class SignalWatcher: Sendable {
  // INVARIANT: set once here and never used again; keeping it keeps the signal watched.
  nonisolated(unsafe) private let source: any DispatchSourceSignal

  /// Returns when the signal is watched: one sent from then on is not lost, one sent before has its usual effect.
  package init(_ number: Int32, _ handler: @escaping @Sendable () -> Void) {
    let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "nextline.signal.\(number)"))
    source.setEventHandler(handler: handler)
    let isWatched = DispatchSemaphore(value: 0)
    source.setRegistrationHandler { _ = isWatched.signal() }
    source.resume()
    isWatched.wait()
    #if canImport(Darwin)
      // There the source only listens beside the usual effect; elsewhere it takes its place.
      _ = signal(number, SIG_IGN)
    #endif
    unsafe self.source = source
  }
}
