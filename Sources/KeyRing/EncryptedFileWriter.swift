/// Writes an encrypted file from front to back, in chunks of 64 KiB. One thread at a time.
///
/// What a crash leaves is readable to its last whole chunk. After a failure every further call fails as the first did;
/// a chunk is never written twice with different text.
public struct EncryptedFileWriter: ~Copyable {
  private let file: SystemFile
  private let chunk: EncryptedChunk
  private var text: [UInt8] = []
  private var number: UInt64 = 0
  private var offset: Int
  private var failure: KeyRingError?

  /// Makes the file, readable by its owner only; refuses one that is there.
  ///
  /// - Parameter context: which file it is; the reader must give the same.
  /// - Throws: `.keyNeeded` with a plain ring.
  public init(
    path: String, ring: KeyRing, subject: SubjectID, context: SealContext
  ) throws(KeyRingError) {
    guard ring.isSealing else { throw .keyNeeded(path) }
    let (id, key) = try ring.currentKey(of: subject)
    let header = EncryptedChunk.header(keyID: id)
    let file = try SystemFile(path: path, mode: .create)
    try file.write(header, at: 0)
    self.file = file
    chunk = EncryptedChunk(header: header, context: context, subjectKey: key)
    offset = header.count
    text.reserveCapacity(EncryptedChunk.textBytes)
  }

  public mutating func append(_ bytes: some Collection<UInt8>) throws(KeyRingError) {
    if let failure { throw failure }
    var rest = bytes[...]
    while !rest.isEmpty {
      // A full chunk is written when more follows, for the last one is final.
      if text.count == EncryptedChunk.textBytes { try write(isFinal: false) }
      let part = rest.prefix(EncryptedChunk.textBytes - text.count)
      text.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
    }
  }

  /// Makes the chunks that are written last through a loss of power.
  public mutating func sync() throws(KeyRingError) {
    if let failure { throw failure }
    do { try file.sync() } catch {
      failure = error
      throw error
    }
  }

  /// Writes the final chunk, and makes it last through a loss of power unless told otherwise.
  public consuming func finish(syncing: Bool = true) throws(KeyRingError) {
    if let failure { throw failure }
    try write(isFinal: true)
    if syncing { try file.sync() }
  }

  private mutating func write(isFinal: Bool) throws(KeyRingError) {
    let bytes = chunk.seal(text, number: number, isFinal: isFinal)
    do { try file.write(bytes, at: offset) } catch {
      failure = error
      throw error
    }
    offset += bytes.count
    number += 1
    text.removeAll(keepingCapacity: true)
  }
}
