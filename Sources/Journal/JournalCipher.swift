public import Audio

/// Seals payloads before they reach the disk. The call and sequence are at hand to choose a key and to be
/// authenticated with the text; they stay readable in the file.
///
/// Called on the journal's writer thread (`seal`) and on the reader's (`open`).
public protocol JournalCipher: Sendable {
  /// At most 64 KiB may be added. A `JournalError` that is thrown here is a failure of the disk: the record waits in
  /// memory and is tried again. For anything else it is not stored, but counted and told as `.unsealable`.
  func seal(_ payload: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8]
  /// A record for which `JournalErasure` is thrown is given to the reader without payload, marked erased. For anything
  /// else it is given as it is, marked sealed.
  func open(_ sealed: [UInt8], call: CallID, sequence: UInt32) throws -> [UInt8]
}
