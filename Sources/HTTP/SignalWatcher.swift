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

  package init(_ number: Int32, _ handler: @escaping @Sendable () -> Void) {
    // The source takes the signal's place.
    _ = signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: DispatchQueue(label: "nextline.signal.\(number)"))
    source.setEventHandler(handler: handler)
    source.resume()
    unsafe self.source = source
  }
}
