internal import Audio
internal import KeyRing
internal import Recording

/// A recording that is encrypted on its way to the disk. A killed process leaves it readable short of at most 64 KiB of
/// audio (2 s at 8 kHz) and what the writer had gathered.
final class EncryptedRecording: SealedRecording {
  private let path: String
  private var writer: EncryptedFileWriter?

  init(path: String, ring: KeyRing, subject: SubjectID, call: CallID) throws(RecordingError) {
    self.path = path
    do throws(KeyRingError) {
      writer = try EncryptedFileWriter(
        path: path, ring: ring, subject: subject, context: SealContext(call, SealContext.recording))
    } catch {
      throw .cannotCreate(path: path, reason: "\(error)")
    }
  }

  func append(_ bytes: [UInt8]) throws(RecordingError) {
    do throws(KeyRingError) {
      try writer?.append(bytes)
    } catch {
      throw .writeFailed(path: path, reason: "\(error)")
    }
  }

  func finish() throws(RecordingError) {
    guard let writer = writer.take() else { return }
    do throws(KeyRingError) {
      try writer.finish(syncing: false)
    } catch {
      throw .writeFailed(path: path, reason: "\(error)")
    }
  }
}
