#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

package import Knowledge

/// Where the files that belong to the program stand: in the bundle beside the binary.
package struct ResourceLocation: Sendable {
  /// The bundle SwiftPM makes of the target `Bundle`.
  private static let bundle = "NextLine_Bundle.resources"

  /// The directory that holds `Resources` and `openapi.yaml`.
  package let directory: String

  /// The bundle beside the running binary, wherever it was started from.
  package static func besideBinary(_ invokedAs: String) -> ResourceLocation {
    let binary = executablePath() ?? invokedAs
    let folder = binary.lastIndex(of: "/").map { String(binary[..<$0]) } ?? "."
    return ResourceLocation(directory: folder + "/" + bundle)
  }

  package var knowledge: KnowledgeDirectory {
    KnowledgeDirectory(path: directory + "/Resources")
  }

  package var openAPI: String { directory + "/openapi.yaml" }

  package var web: String { directory + "/Resources/web" }

  /// The binary's own path, links followed; `nil` where the system does not say.
  private static func executablePath() -> String? {
    // SAFETY: the result of `realpath` is a C string of our own, freed here after it is copied.
    guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}
