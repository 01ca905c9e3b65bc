#if canImport(Glibc)
  import CLinux
#endif

/// Memory that was freed and is kept for what may come.
enum FreedMemory {
  /// Gives it back to the system.
  ///
  /// To load an edition takes several times the memory that it needs, and one that goes leaves gaps wherever threads had made parts
  /// of it: kept, they would add up with every reload until each thread had room for an edition. Takes some milliseconds.
  static func giveBack() {
    #if canImport(Glibc)
      _ = malloc_trim(0)
    #endif
  }
}
