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
  products: [.executable(name: "nextline", targets: ["nextline"])],
  targets: [
    .target(name: "JSON", swiftSettings: strict),
    .systemLibrary(name: "CLinux"),
    .target(
      name: "HTTP", dependencies: [.target(name: "CLinux", condition: .when(platforms: [.linux]))], swiftSettings: strict),
    .target(name: "Clinical", swiftSettings: strict),
    .target(name: "Knowledge", dependencies: ["JSON", "Clinical"], swiftSettings: strict),
    .target(name: "Decision", dependencies: ["Clinical", "Knowledge"], swiftSettings: strict),
    // Health records into cases.
    .target(name: "EHR", dependencies: ["JSON", "Clinical", "Knowledge"], swiftSettings: strict),
    // Who may do what: tokens, scopes, rates.
    .target(name: "Access", dependencies: ["JSON", "HTTP", "Clinical", "Knowledge"], swiftSettings: strict),
    // Random numbers that are the same in every run, for synthesized cases and for tests.
    .target(name: "SeededRandom", swiftSettings: strict),
    // Logs that survive a crash.
    .target(name: "Audit", dependencies: ["Clinical"], swiftSettings: strict),
    .target(
      name: "Service",
      dependencies: [
        "JSON", "HTTP", "Clinical", "Knowledge", "Decision", "EHR", "Access", "Audit", "SeededRandom",
        .target(name: "CLinux", condition: .when(platforms: [.linux])),
      ],
      swiftSettings: strict),
    // Carries `Resources` and `openapi.yaml` beside the binary; at the package's root, where they stand.
    .target(
      name: "Bundle", path: ".",
      exclude: [
        "Tests", "README.md", "LICENSE", "Sources/JSON", "Sources/CLinux", "Sources/HTTP", "Sources/Clinical",
        "Sources/Knowledge", "Sources/Decision", "Sources/EHR", "Sources/Access", "Sources/SeededRandom", "Sources/Audit",
        "Sources/Service", "Sources/nextline",
      ],
      sources: ["Sources/Bundle"], resources: [.copy("Resources"), .copy("openapi.yaml")],
      publicHeadersPath: "Sources/Bundle/include"),
    .executableTarget(
      name: "nextline",
      dependencies: ["JSON", "HTTP", "Clinical", "Knowledge", "Decision", "Access", "Audit", "Service", "Bundle"],
      swiftSettings: strict),
    // Measures the service against Foundation's coders: `swift run -c release Benchmark`.
    .executableTarget(
      name: "Benchmark", dependencies: ["JSON", "Clinical", "Knowledge", "Decision", "Service", "Bundle", "AnswerModels"],
      path: "Tests/Performance/Stages",
      swiftSettings: strict),
    // A request and its answer as types of `Codable`.
    .target(name: "AnswerModels", path: "Tests/Performance/AnswerModels", swiftSettings: strict),
    // Answers with Foundation's coders, for Tests/Performance/Comparison/compare.py.
    .executableTarget(
      name: "CodableServer", dependencies: ["HTTP", "AnswerModels"],
      path: "Tests/Performance/CodableServer",
      swiftSettings: strict),
    // Looks for a case that breaks an invariant of safety: `swift run -c release Invariants`.
    .executableTarget(
      name: "Invariants", dependencies: ["JSON", "Clinical", "Knowledge", "Decision", "Service", "Bundle", "SeededRandom"],
      path: "Tests/Invariants",
      swiftSettings: strict),
    .testTarget(
      name: "KnowledgeTests", dependencies: ["JSON", "Clinical", "Knowledge"], resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(
      name: "ServiceTests",
      dependencies: ["JSON", "HTTP", "Clinical", "Knowledge", "Decision", "EHR", "Audit", "Service", "KnowledgeTests"],
      resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(
      name: "EHRTests",
      dependencies: ["JSON", "Clinical", "Knowledge", "Decision", "EHR", "Service", "KnowledgeTests", "SeededRandom"],
      swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "SeededRandom"], resources: [.copy("Data")], swiftSettings: strict),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "SeededRandom"], swiftSettings: strict),
    .testTarget(name: "AccessTests", dependencies: ["Access", "HTTP", "Clinical", "Knowledge"], swiftSettings: strict),
    .testTarget(name: "AuditTests", dependencies: ["Audit"], swiftSettings: strict),
    .testTarget(name: "ClinicalTests", dependencies: ["Clinical"], swiftSettings: strict),
    .testTarget(
      name: "DecisionTests", dependencies: ["Clinical", "Knowledge", "Decision", "KnowledgeTests", "SeededRandom"],
      swiftSettings: strict),
  ]
)

// Looks for inputs that break a reader: `bash Tests/Fuzzing/run.sh`. These link libFuzzer, which has a `main` of its own, and
// every module is to be instrumented for them, so that they are there only when asked for.
if Context.environment["NEXTLINE_FUZZING"] == "1" {
  package.targets += [
    .executableTarget(name: "HTTPFuzzer", dependencies: ["HTTP"], path: "Tests/Fuzzing/HTTPFuzzer", swiftSettings: strict),
    .executableTarget(name: "JSONFuzzer", dependencies: ["JSON"], path: "Tests/Fuzzing/JSONFuzzer", swiftSettings: strict),
    .systemLibrary(name: "LibFuzzer", path: "Tests/Fuzzing/LibFuzzer"),
    .executableTarget(
      name: "CaseFuzzer", dependencies: ["JSON", "Clinical", "Knowledge", "Decision", "Service", "SeededRandom", "LibFuzzer"],
      path: "Tests/Fuzzing/CaseFuzzer", swiftSettings: strict),
  ]
}

// A part of the package, for tests that build it in another way: names of targets, separated by commas.
let names = (Context.environment["NEXTLINE_TARGETS"] ?? "").split(separator: ",").map(String.init)
if !names.isEmpty {
  package.products = []
  package.targets.removeAll { !names.contains($0.name) }
}
