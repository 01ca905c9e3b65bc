#if canImport(Glibc)
  import CLinux
#endif

/// Memory that was freed and is kept for what may come.
///
/// To load an edition takes several times the memory that it needs, and one that goes leaves gaps wherever threads had made parts of
/// it: they would add up with every reload until each thread had room for an edition.
package enum FreedMemory {
  /// Has all threads make what they need in so many places, which they share. To be called before there are other threads.
  package static func keep(inPlaces count: Int) {
    #if canImport(Glibc)
      // `M_ARENA_MAX`, which the importer does not know.
      _ = mallopt(-8, Int32(count))
    #endif
  }

  /// Gives it back to the system. Takes some milliseconds.
  static func giveBack() {
    #if canImport(Glibc)
      _ = malloc_trim(0)
    #endif
  }
}
