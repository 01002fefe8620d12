/// Reads what ``EncryptedFileWriter`` wrote, chunk by chunk. One thread at a time.
public struct EncryptedFileReader: ~Copyable {
  /// How a file ends.
  public enum Ending: Equatable, Sendable {
    case complete
    /// The writer never finished, or the end was cut off: this many bytes of text can be read.
    case cut(at: Int)
  }

  private let file: SystemFile
  private let chunk: EncryptedChunk?
  private let size: Int
  private var number: UInt64 = 0
  private var textCount = 0

  /// Known once ``next()`` has answered nil.
  public private(set) var ending: Ending?

  /// - Throws: `.shredded`, `.wrongKey`, `.notAnEncryptedFile`, `.newerVersion`, `.keyNeeded` or `.file`.
  public init(path: String, ring: KeyRing, context: SealContext) throws(KeyRingError) {
    let file = try SystemFile(path: path, mode: .read)
    let size = try file.size()
    let chunk = try Self.chunk(try file.read(EncryptedChunk.headerBytes, at: 0), path, ring, context)
    self.file = file
    self.size = size
    self.chunk = chunk
  }

  /// Nil when the writer was killed before its header was written.
  private static func chunk(
    _ header: [UInt8], _ path: String, _ ring: KeyRing, _ context: SealContext
  ) throws(KeyRingError) -> EncryptedChunk? {
    guard EncryptedChunk.magic.starts(with: header.prefix(8)) else { throw .notAnEncryptedFile(path) }
    guard header.count == EncryptedChunk.headerBytes else { return nil }
    let version: UInt16 = header[8..<10].bigEndian()
    guard version <= EncryptedChunk.version else {
      throw .newerVersion(of: path, version: Int(version), supported: Int(EncryptedChunk.version))
    }
    guard version == EncryptedChunk.version,
      header[10..<12].bigEndian() == UInt16(EncryptedChunk.headerBytes),
      header[12..<16].bigEndian() == UInt32(EncryptedChunk.textBytes)
    else { throw .corrupt(path) }
    guard ring.isSealing else { throw .keyNeeded(path) }
    let key = try ring.key(header[16..<24].bigEndian())
    return EncryptedChunk(header: header, context: context, subjectKey: key)
  }

  /// The next up to 64 KiB of text; nil at the end, and then ``ending`` says whether it is the true one.
  ///
  /// - Throws: `.corrupt` for a chunk that is not what was written there; what was answered before is sound.
  public mutating func next() throws(KeyRingError) -> [UInt8]? {
    if ending != nil { return nil }
    let stride = EncryptedChunk.textBytes + EncryptedChunk.overhead
    let offset = EncryptedChunk.headerBytes + Int(number) * stride
    let left = size - offset
    guard let chunk, left >= EncryptedChunk.overhead else { return cut() }
    let mark: UInt32 = try file.read(4, at: offset).bigEndian()
    let isFinal = mark & EncryptedChunk.finalBit != 0
    let count = Int(mark & ~EncryptedChunk.finalBit)
    guard count <= EncryptedChunk.textBytes, isFinal || count == EncryptedChunk.textBytes else {
      throw .corrupt("chunk \(number) of \(file.path)")
    }
    guard left >= count + EncryptedChunk.overhead else { return cut() }
    guard !isFinal || left == count + EncryptedChunk.overhead else {
      throw .corrupt("the end of \(file.path)")
    }
    let bytes = try file.read(count + EncryptedChunk.overhead, at: offset)
    guard let text = chunk.open(bytes, number: number) else {
      throw .corrupt("chunk \(number) of \(file.path)")
    }
    number += 1
    textCount += text.count
    if isFinal { ending = .complete }
    return text.isEmpty ? nil : text
  }

  private mutating func cut() -> [UInt8]? {
    ending = .cut(at: textCount)
    return nil
  }
}
