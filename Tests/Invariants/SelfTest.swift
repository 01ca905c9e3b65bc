import Knowledge

struct SelfTest {
  let files: [KnowledgeFile]
  let subject: Subject
  func run() -> Bool { false }
}
