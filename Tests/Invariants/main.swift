import Foundation
import Knowledge
import Service

// Looks for a case whose answer breaks an invariant.
let options = Options(Array(CommandLine.arguments.dropFirst()))
let directory =
  options.directory.map { KnowledgeDirectory(path: $0) } ?? ResourceLocation.besideBinary(CommandLine.arguments[0]).knowledge
let files = try directory.files()
let loaded = KnowledgeLoader.load(files)
guard let knowledge = loaded.knowledge else {
  for diagnostic in loaded.diagnostics { print(diagnostic) }
  exit(1)
}
let subject = Subject(knowledge)

if options.provesItself { exit(SelfTest(files: files, subject: subject).run() ? 0 : 1) }
exit(Report(subject: subject, options: options).run() ? 0 : 1)
