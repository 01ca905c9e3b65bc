// swift-tools-version: 6.2
import PackageDescription

/// The strict settings every Swift target is built with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "NextLine",
  targets: [
    .target(name: "JSON", swiftSettings: strict),
    .systemLibrary(name: "CLinux"),
    .target(
      name: "HTTP", dependencies: [.target(name: "CLinux", condition: .when(platforms: [.linux]))], swiftSettings: strict),
    .target(name: "Clinical", swiftSettings: strict),
    .target(name: "Knowledge", dependencies: ["JSON", "Clinical"], swiftSettings: strict),
    .target(name: "Decision", dependencies: ["Clinical", "Knowledge"], swiftSettings: strict),
    .target(name: "Service", dependencies: ["JSON", "HTTP", "Clinical", "Knowledge", "Decision"], swiftSettings: strict),
    .executableTarget(name: "nextline", dependencies: ["JSON", "Clinical", "Knowledge", "Decision", "Service"], swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], resources: [.copy("Data")], swiftSettings: strict),
  ]
)
