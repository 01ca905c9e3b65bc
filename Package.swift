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
      name: "HTTP",
      dependencies: [.target(name: "CLinux", condition: .when(platforms: [.linux]))],
      swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: strict),
  ]
)
