public import Audio
internal import Dispatch
public import Journal
public import KeyRing
public import Recording
internal import Synchronization

/// Seals what calls leave in the journal and in recordings, each with the key of the call's person.
///
/// The key is made on a thread of its own while the call starts. A record that reaches the journal's disk before waits
/// there, not in its call; so it does while the key file cannot be written.
public final class CallSealer: JournalCipher, Sendable {
  private struct State {
    var subjects: [CallID: SubjectID] = [:]
    /// Their keys may have to be made.
    var unprepared: Set<SubjectID> = []
    var ended: [CallID] = []
  }

  /// Ended calls that are remembered until there are so many.
  private static let mostEnded = 64

  private let ring: KeyRing
  private let state = Mutex(State())
  private let keyMaker = DispatchQueue(label: "keys")
  /// Of records that belong to no call of this process: the ends of those that an earlier one left open.
  private let nobody: SubjectID

  /// - Parameter ring: one with a master key.
  public init(ring: KeyRing) {
    self.ring = ring
    nobody = ring.subject("starling")
  }

  // MARK: The call's side

  /// From here on the call's records can be appended. Never waits.
  ///
  /// - Parameter number: of the person on the line as the carrier writes it; a call without one is a person of its own.
  public func callStarted(_ call: CallID, number: String) {
    let subject = ring.subject(Self.isWithheld(number) ? call.description : number)
    let isFirst = state.withLock { state in
      state.subjects[call] = subject
      state.unprepared.insert(subject)
      return state.unprepared.count == 1
    }
    guard isFirst else { return }
    keyMaker.async { [weak self] in
      // What fails here is tried again when a record needs it, and told there.
      try? self?.makeKeys()
    }
  }

  /// The call's last record is appended. Now and then answers calls to be forgotten once everything appended is durable.
  public func callEnded(_ call: CallID) -> [CallID] {
    state.withLock { state in
      state.ended.append(call)
      guard state.ended.count >= Self.mostEnded else { return [] }
      defer { state.ended = [] }
      return state.ended
    }
  }

  public func forget(_ calls: [CallID]) {
    state.withLock { state in
      for call in calls { state.subjects[call] = nil }
    }
  }

  /// Calls whose person is known.
  public var knownCalls: Int { state.withLock { $0.subjects.count } }

  private func makeKeys() throws(KeyRingError) {
    let subjects = state.withLock { $0.unprepared }
    guard !subjects.isEmpty else { return }
    try ring.prepare(subjects)
    state.withLock { $0.unprepared.subtract(subjects) }
  }

  private static func isWithheld(_ number: String) -> Bool {
    let text = number.lowercased()
    return text.isEmpty
      || ["anonymous", "restricted", "unavailable", "unknown", "private"].contains { text.contains($0) }
  }

  // MARK: The journal's side

  public func seal(_ payload: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8] {
    let (subject, needsKeys) = state.withLock { state in
      let subject = state.subjects[call] ?? nobody
      return (subject, state.unprepared.contains(subject))
    }
    do throws(KeyRingError) {
      if needsKeys { try makeKeys() }
      return try ring.seal(payload, for: subject, context: SealContext(call, UInt64(sequence)))
    } catch {
      if case .file(_, let path, let code) = error {
        throw JournalError.file(.write, name: path, code: code)
      }
      throw error
    }
  }

  public func open(_ sealed: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8] {
    do throws(KeyRingError) {
      return try ring.open(sealed, context: SealContext(call, UInt64(sequence)))
    } catch .shredded {
      throw JournalErasure()
    }
  }

  // MARK: Recordings

  /// Of a call that has started.
  public func recordingSeal(of call: CallID) -> RecordingSeal {
    let subject = state.withLock { $0.subjects[call] } ?? ring.subject(call.description)
    let ring = ring
    return RecordingSeal { path throws(RecordingError) in
      try EncryptedRecording(path: path, ring: ring, subject: subject, call: call)
    }
  }
}

extension SealContext {
  /// Sequences of records are below this.
  static let recording: UInt64 = 1 << 32

  init(_ call: CallID, _ sequence: UInt64) {
    self.init(callHigh: call.halves.high, callLow: call.halves.low, sequence: sequence)
  }
}
