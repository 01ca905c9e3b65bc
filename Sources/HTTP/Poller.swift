#if canImport(Glibc)
  import CLinux
  import Glibc
#elseif canImport(Musl)
  import CLinux
  import Musl
#else
  import Darwin
#endif

/// What a descriptor is waited for; that its peer is gone is told always.
struct Interest: OptionSet {
  let rawValue: UInt8
  static let reading = Interest(rawValue: 1)
  static let writing = Interest(rawValue: 2)
}

/// A descriptor that is ready, or whose peer is gone.
struct Readiness {
  let descriptor: Int32
  /// Nothing can be sent any more.
  let isGone: Bool
}

#if os(Linux)
  /// Waits for descriptors with `epoll`, level-triggered; used by one loop only.
  @safe struct Poller {
    private let epoll: Int32
    private var events = unsafe [epoll_event](repeating: epoll_event(), count: 256)

    init() throws(ServerError) {
      epoll = epoll_create1(Self.closeOnExec)
      guard epoll >= 0 else { throw .outOfResources }
    }

    mutating func register(_ descriptor: Int32, for interest: Interest) -> Bool {
      control(EPOLL_CTL_ADD, descriptor, interest)
    }

    mutating func modify(_ descriptor: Int32, to interest: Interest) -> Bool {
      control(EPOLL_CTL_MOD, descriptor, interest)
    }

    /// Before the descriptor is closed; closing alone would do too, as no descriptor is duplicated.
    mutating func remove(_ descriptor: Int32) {
      _ = control(EPOLL_CTL_DEL, descriptor, .reading)
    }

    /// The descriptors that are ready within the time; none when it passed. Negative: without end.
    mutating func wait(milliseconds: Int32, _ body: (Readiness) -> Void) {
      // SAFETY: the system writes at most as many events as the array has.
      let count = unsafe epoll_wait(epoll, &events, Int32(events.count), milliseconds)
      for index in 0..<max(0, Int(count)) {
        // SAFETY: `fd` is the member of the union that `control` set.
        let isGone = unsafe events[index].events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        body(Readiness(descriptor: unsafe events[index].data.fd, isGone: isGone))
      }
    }

    /// `EPOLL_CLOEXEC`, which the importer gives no plain value.
    private static let closeOnExec: Int32 = 0o2000000

    func close() {
      _ = Socket.close(epoll)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Interest) -> Bool {
      var event = unsafe epoll_event()
      unsafe event.events =
        (interest.contains(.reading) ? EPOLLIN.rawValue : 0) | (interest.contains(.writing) ? EPOLLOUT.rawValue : 0)
      unsafe event.data.fd = descriptor
      return unsafe epoll_ctl(epoll, operation, descriptor, &event) == 0
    }
  }
#else
  /// Waits for descriptors with `poll`; used by one loop only.
  struct Poller {
    private var entries: [pollfd] = []

    init() throws(ServerError) {}

    mutating func register(_ descriptor: Int32, for interest: Interest) -> Bool {
      entries.append(pollfd(fd: descriptor, events: Self.events(interest), revents: 0))
      return true
    }

    mutating func modify(_ descriptor: Int32, to interest: Interest) -> Bool {
      guard let index = entries.firstIndex(where: { $0.fd == descriptor }) else { return false }
      entries[index].events = Self.events(interest)
      return true
    }

    mutating func remove(_ descriptor: Int32) {
      entries.removeAll { $0.fd == descriptor }
    }

    mutating func wait(milliseconds: Int32, _ body: (Readiness) -> Void) {
      // SAFETY: the array has as many entries as are said.
      guard unsafe poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return }
      for entry in entries where entry.revents != 0 {
        body(Readiness(descriptor: entry.fd, isGone: Int32(entry.revents) & (POLLERR | POLLHUP) != 0))
      }
    }

    func close() {}

    private static func events(_ interest: Interest) -> Int16 {
      Int16((interest.contains(.reading) ? POLLIN : 0) | (interest.contains(.writing) ? POLLOUT : 0))
    }
  }
#endif
