#if canImport(Glibc)
  import CLinux
  import Glibc
#elseif canImport(Musl)
  import CLinux
  import Musl
#else
  import Darwin
#endif

/// The system's calls on sockets. Each descriptor is closed once, by its owner.
enum Socket {
  /// What reading or writing came to.
  enum Transfer {
    case count(Int)
    /// Nothing now; wait for the poller.
    case wouldBlock
    /// The peer is gone, or an error that ends the connection.
    case closed
  }

  /// A listening socket for an IPv4 or IPv6 address.
  static func listen(host: String, port: Int) throws(ServerError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    unsafe hints.ai_socktype = streamKind
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0, let address = unsafe list else {
      throw .cannotListen(on: "\(host):\(port)", reason: "the address is not known")
    }
    // SAFETY: the list is ours from here to the end of this function.
    defer { unsafe freeaddrinfo(list) }
    let descriptor = unsafe socket(address.pointee.ai_family, streamType, address.pointee.ai_protocol)
    guard descriptor >= 0 else { throw .cannotListen(on: "\(host):\(port)", reason: lastError) }
    set(descriptor, SOL_SOCKET, SO_REUSEADDR)
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY)
    // Of an answer that is not taken the system keeps little: what it cannot send yet stays here, where it is bounded.
    set(descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, to: 65_536)
    guard unsafe bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0,
      startListening(descriptor)
    else {
      let reason = lastError
      _ = close(descriptor)
      throw .cannotListen(on: "\(host):\(port)", reason: reason)
    }
    return descriptor
  }

  /// A listening Unix socket; a socket that nobody listens on any more is replaced.
  static func listen(path: String) throws(ServerError) -> Int32 {
    guard var address = unixAddress(path) else {
      let capacity = MemoryLayout.size(ofValue: sockaddr_un().sun_path)
      throw .cannotListen(on: path, reason: "the path is empty or has more than \(capacity - 1) bytes")
    }
    let descriptor = socket(AF_UNIX, streamType, 0)
    guard descriptor >= 0 else { throw .cannotListen(on: path, reason: lastError) }
    let length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let isAlive = isConnected(descriptor, to: &address)
    _ = close(descriptor)
    guard !isAlive else { throw .cannotListen(on: path, reason: "somebody listens there") }
    removeSocket(at: path)
    let listener = socket(AF_UNIX, streamType, 0)
    let isBound = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(listener, $0, length) == 0 }
    }
    guard listener >= 0, isBound, startListening(listener) else {
      let reason = lastError
      if listener >= 0 { _ = close(listener) }
      throw .cannotListen(on: path, reason: reason)
    }
    return listener
  }

  /// A connection to a server, whose calls wait so long at most; `nil`: nobody answers there.
  static func connect(to address: BoundAddress, withinSeconds seconds: Int) -> Int32? {
    switch address {
    case .tcp(let host, let port): connect(host: host, port: port, withinSeconds: seconds)
    case .unix(let path): connect(path: path, withinSeconds: seconds)
    }
  }

  private static func connect(host: String, port: Int, withinSeconds seconds: Int) -> Int32? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICSERV
    unsafe hints.ai_socktype = streamKind
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &list) == 0, let address = unsafe list else { return nil }
    // SAFETY: the list is ours from here to the end of this function.
    defer { unsafe freeaddrinfo(list) }
    let descriptor = unsafe socket(address.pointee.ai_family, streamType, address.pointee.ai_protocol)
    guard descriptor >= 0 else { return nil }
    setTimes(descriptor, seconds: seconds)
    if unsafe connectTo(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 { return descriptor }
    _ = close(descriptor)
    return nil
  }

  private static func connect(path: String, withinSeconds seconds: Int) -> Int32? {
    guard var address = unixAddress(path) else { return nil }
    let descriptor = socket(AF_UNIX, streamType, 0)
    guard descriptor >= 0 else { return nil }
    setTimes(descriptor, seconds: seconds)
    if isConnected(descriptor, to: &address) { return descriptor }
    _ = close(descriptor)
    return nil
  }

  /// How long a call of the descriptor waits at most.
  private static func setTimes(_ descriptor: Int32, seconds: Int) {
    var time = timeval(tv_sec: seconds, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      _ = unsafe setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
    }
  }

  /// `nil`: the path is too long for one.
  private static func unixAddress(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard !bytes.isEmpty, bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    // SAFETY: the copy stays within `sun_path`, whose end stays zero.
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return address
  }

  private static func isConnected(_ descriptor: Int32, to address: inout sockaddr_un) -> Bool {
    // SAFETY: the pointer is used within the call only.
    unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connectTo(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  /// Removes a socket from the file system; a file of another kind is left alone.
  static func removeSocket(at path: String) {
    var status = stat()
    // SAFETY: the pointers are used within the calls only.
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
    _ = unsafe unlink(path)
  }

  private static func startListening(_ descriptor: Int32) -> Bool {
    setNonBlocking(descriptor) && listenOn(descriptor, 4096) == 0
  }

  /// The port a listener was given.
  static func port(of listener: Int32) -> Int {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // SAFETY: the pointers are used within the call only; both address families keep the port at the same place.
    return unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      let isNamed = unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(listener, $0, &length) == 0
      }
      guard isNamed else { return 0 }
      return unsafe pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        unsafe Int(UInt16(bigEndian: $0.pointee.sin_port))
      }
    }
  }

  /// A connection that waits, or why there is none.
  enum Acceptance {
    case connection(Int32, from: PeerAddress)
    case none
    /// No descriptor or memory is left for one (EMFILE, ENFILE, ENOBUFS, ENOMEM).
    case exhausted
  }

  static func accept(from listener: Int32) -> Acceptance {
    var storage = sockaddr_storage()
    while true {
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      // SAFETY: the pointers are used within the call only; the system writes at most `length` bytes.
      let descriptor = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          #if os(Linux)
            unsafe accept4(listener, address, &length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
          #else
            unsafe Darwin.accept(listener, address, &length)
          #endif
        }
      }
      if descriptor >= 0 {
        #if !os(Linux)
          _ = setNonBlocking(descriptor)
        #endif
        return .connection(descriptor, from: PeerAddress(storage))
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
      default: return .none
      }
    }
  }

  static func receive(_ descriptor: Int32, into buffer: inout [UInt8]) -> Transfer {
    while true {
      // SAFETY: the pointer is used within the call, for the buffer's own count.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
      if let transfer = transfer(received: count) { return transfer }
    }
  }

  /// The same behind what is there, as much as there is room for.
  static func receive(_ descriptor: Int32, into end: inout OutputSpan<UInt8>) -> Transfer {
    while true {
      // SAFETY: the pointer is used within the call, for the room there is; what was received is counted.
      let count = unsafe end.withUnsafeMutableBufferPointer { bytes, held in
        let count = unsafe recv(descriptor, bytes.baseAddress?.advanced(by: held), bytes.count - held, 0)
        held += max(0, count)
        return count
      }
      if let transfer = transfer(received: count) { return transfer }
    }
  }

  /// What `recv` came to; `nil`: it was interrupted.
  private static func transfer(received count: Int) -> Transfer? {
    if count > 0 { return .count(count) }
    if count == 0 { return .closed }
    if errno == EINTR { return nil }
    return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .closed
  }

  /// Sends a range of bytes; a peer that is gone is no signal (MSG_NOSIGNAL).
  static func send(_ descriptor: Int32, _ bytes: [UInt8], _ range: Range<Int>) -> Transfer {
    // SAFETY: the pointer is used within the closure, for the range of the array.
    unsafe bytes.withUnsafeBytes { buffer in
      transfer { unsafe sendBytes(descriptor, buffer.baseAddress?.advanced(by: range.lowerBound), range.count) }
    }
  }

  /// Sends a range of bytes and behind it a body from `start` on, without joining them first.
  static func send(_ descriptor: Int32, _ bytes: [UInt8], _ range: Range<Int>, then body: [UInt8], from start: Int) -> Transfer {
    // SAFETY: the pointers are used within the closures, for the ranges of their arrays; sending writes through none.
    unsafe bytes.withUnsafeBytes { head in
      unsafe body.withUnsafeBytes { body in
        let head = unsafe UnsafeMutableRawPointer(mutating: head.baseAddress)?.advanced(by: range.lowerBound)
        let rest = unsafe UnsafeMutableRawPointer(mutating: body.baseAddress)?.advanced(by: start)
        return unsafe withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
          unsafe vectors.initializeElement(at: 0, to: iovec(iov_base: head, iov_len: range.count))
          unsafe vectors.initializeElement(at: 1, to: iovec(iov_base: rest, iov_len: body.count - start))
          var message = unsafe msghdr()
          unsafe message.msg_iov = vectors.baseAddress
          unsafe message.msg_iovlen = 2
          return transfer { unsafe sendMessage(descriptor, &message) }
        }
      }
    }
  }

  /// Calls again what was interrupted, and says what it came to.
  private static func transfer(_ call: () -> Int) -> Transfer {
    while true {
      let count = call()
      if count >= 0 { return .count(count) }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? .wouldBlock : .closed
    }
  }

  /// Tells the peer at once what was received and how much more there is room for, not with what is sent next.
  static func acknowledge(_ descriptor: Int32) {
    #if os(Linux)
      set(descriptor, Int32(IPPROTO_TCP), TCP_QUICKACK)
    #endif
  }

  /// Says that nothing more will be sent, so that the peer reads the end after the last answer.
  static func finishSending(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Lets closing forget what the peer has not taken, rather than leave it to the system.
  static func discard(_ descriptor: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  static func close(_ descriptor: Int32) -> Int32 {
    closeDescriptor(descriptor)
  }

  private static var streamKind: Int32 {
    #if os(Linux)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }

  private static var streamType: Int32 {
    #if os(Linux)
      streamKind | Int32(SOCK_CLOEXEC.rawValue)
    #else
      streamKind
    #endif
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, to value: Int32 = 1) {
    var value = value
    _ = unsafe setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  static func setNonBlocking(_ descriptor: Int32) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) >= 0
  }

  private static var lastError: String {
    unsafe String(cString: strerror(errno))
  }
}

// The system's functions by names that the type's own do not hide.

private func listenOn(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
  listen(descriptor, backlog)
}

private func connectTo(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
  unsafe connect(descriptor, address, length)
}

private func closeDescriptor(_ descriptor: Int32) -> Int32 {
  close(descriptor)
}

private func sendMessage(_ descriptor: Int32, _ message: inout msghdr) -> Int {
  #if os(Linux)
    unsafe sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
  #else
    unsafe sendmsg(descriptor, &message, 0)
  #endif
}

private func sendBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  #if os(Linux)
    unsafe send(descriptor, start, count, Int32(MSG_NOSIGNAL))
  #else
    unsafe send(descriptor, start, count, 0)
  #endif
}
