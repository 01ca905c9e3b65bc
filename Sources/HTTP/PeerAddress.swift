#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a connection comes from, as far as connections are counted by it: the host, not the port.
struct PeerAddress: Hashable, Sendable {
  /// An IPv4 address, or the upper half of an IPv6 one: the lower half is the client's to choose (RFC 4291 §2.5.4).
  private let network: UInt64

  /// A Unix socket's peer, or one of whom nothing is known.
  static let local = PeerAddress(network: 0)

  private init(network: UInt64) {
    self.network = network
  }

  init(_ storage: sockaddr_storage) {
    var storage = storage
    // SAFETY: each structure is no larger than the storage, which the system filled for the family it names.
    self = unsafe withUnsafeBytes(of: &storage) { bytes in
      switch Int32(unsafe bytes.load(as: sockaddr.self).sa_family) {
      case AF_INET:
        let address = unsafe bytes.load(as: sockaddr_in.self)
        return PeerAddress(network: UInt64(UInt32(bigEndian: address.sin_addr.s_addr)))
      case AF_INET6:
        let address = unsafe bytes.load(as: sockaddr_in6.self)
        return unsafe withUnsafeBytes(of: address.sin6_addr) { address in
          let (upper, lower) = unsafe (address.load(as: UInt64.self), address.load(fromByteOffset: 8, as: UInt64.self))
          // An IPv4 address within IPv6 (RFC 4291 §2.5.5.2) counts as itself.
          let isMapped = upper == 0 && UInt64(bigEndian: lower) >> 32 == 0xffff
          return PeerAddress(network: isMapped ? UInt64(bigEndian: lower) & 0xffff_ffff : UInt64(bigEndian: upper))
        }
      default: return .local
      }
    }
  }
}
