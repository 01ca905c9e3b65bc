import Decision
import JSON
import Knowledge
import Synchronization

/// The edition that is served, and earlier ones that a case may still ask for by `context.knowledge`.
package final class Editions: Sendable {
  private struct State {
    var current: Edition
    /// The latest first.
    var replaced: [Edition] = []
    /// Held as long as the program runs.
    let pinned: [Edition]
    /// All that can be asked for, the current first, none twice.
    private(set) var all: [Edition] = []
    private(set) var versions: [String] = []
    /// What is new in the current one, against the one before.
    private(set) var changes: Deferred<KnowledgeDiff>?

    init(current: Edition, pinned: [Edition]) {
      (self.current, self.pinned) = (current, pinned)
      update()
    }

    mutating func update() {
      var digests: Set<String> = []
      all = ([current] + replaced + pinned).filter { digests.insert($0.engine.knowledge.digest).inserted }
      versions = all.map(\.engine.knowledge.version)
      changes =
        all.count < 2 ? nil : Deferred { [all] in KnowledgeDiff(from: all[1].engine.knowledge, to: all[0].engine.knowledge) }
    }
  }

  private let state: Mutex<State>
  private let replacements = Atomic<UInt64>(0)
  private let mostReplaced: Int

  /// `mostReplaced`: how many of those that were replaced are held.
  init(_ current: Edition, pinned: [Edition] = [], mostReplaced: Int) {
    state = Mutex(State(current: current, pinned: pinned))
    self.mostReplaced = mostReplaced
  }

  /// The edition of the moment.
  var current: Edition { state.withLock { $0.current } }

  /// All that can be asked for, the current first, none twice.
  var all: [Edition] { state.withLock { $0.all } }

  /// The versions of all.
  var versions: [String] { state.withLock { $0.versions } }

  /// All, and what is new in the current one against the next; worked out when it is first asked for.
  var described: (editions: [Edition], changes: Deferred<KnowledgeDiff>?) { state.withLock { ($0.all, $0.changes) } }

  /// How many times another edition came, counted when it is served.
  var epoch: UInt64 { replacements.load(ordering: .acquiring) }

  /// Serves another from now on; what asks for the one before by name still gets it. Gives that one.
  func replace(with new: Edition) -> Edition {
    defer { replacements.add(1, ordering: .releasing) }
    return state.withLock { state in
      let old = state.current
      // What is the same as the new one would take the place of one that is not.
      if old.engine.knowledge.digest != new.engine.knowledge.digest { state.replaced.insert(old, at: 0) }
      state.replaced.removeAll { $0.engine.knowledge.digest == new.engine.knowledge.digest }
      state.replaced = Array(state.replaced.prefix(mostReplaced))
      state.current = new
      state.update()
      return old
    }
  }

  /// The edition a case asks for, by version or digest; the current one when it asks for none, or for one that is not held: who
  /// reads the case says so.
  func edition(for body: JSONValue, named name: String? = nil) -> Edition {
    guard let name = name ?? body["context"]?["knowledge"]?.string else { return current }
    let all = all
    return all.first { $0.engine.knowledge.isNamed(name) } ?? all[0]
  }
}

extension KnowledgeBase {
  /// Whether a name, a version or a digest, is this edition's.
  package func isNamed(_ name: String) -> Bool {
    name.utf8.elementsEqual(version.utf8) || name.utf8.elementsEqual(digest.utf8)
  }
}
