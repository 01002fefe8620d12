import Audio
import Foundation
import KeyRing
import Privacy
import Recording
import Testing

@Suite("Encrypted recordings")
struct RecordingDecryptionTests {
  private let folder: TemporaryFolder
  private let samples = (0..<100_003).map { Int16(truncatingIfNeeded: $0 &* 7_919) }

  init() throws { folder = try TemporaryFolder() }

  @Test("come back sample by sample as a WAV file that says its length")
  func roundTrip() throws {
    let house = try House(folder)
    defer { house.close() }
    house.sealer?.callStarted(House.id(1), number: "+15550100017")
    let path = try house.record(1, samples)
    let output = folder.path + "/out.wav"
    let result = try RecordingDecryption.run(path, to: output, ring: house.ring)
    #expect(result == .init(bytes: 44 + samples.count * 4, isCut: false))
    #expect(try WAVReader.read(path: output, channels: .only(1)) == WAVAudio(samples: samples, rate: 8_000))
    #expect(throws: PrivacyError.self) { try RecordingDecryption.run(path, to: output, ring: house.ring) }
  }

  @Test("a killed process leaves them readable but for the last two seconds, and never in the clear")
  func killed() throws {
    let house = try House(folder)
    defer { house.close() }
    house.sealer?.callStarted(House.id(1), number: "+15550100017")
    let path = "\(folder.path)/recordings/\(House.id(1)).wav.enc"
    let recording = try StereoRecording(
      path: path, rate: 8_000, seal: house.sealer?.recordingSeal(of: House.id(1)))
    let loud = [Int16](repeating: 0x4d41, count: 80_000)
    try recording.append(left: loud.span, right: loud.span)
    let crashed = try folder.copy()
    recording.close()
    #expect(crashed.holding("AMAMAM") == [])
    let ring = try KeyRing(folder: crashed.path, master: MasterKey(House.hex))
    let output = crashed.path + "/out.wav"
    let result = try RecordingDecryption.run(
      "\(crashed.path)/recordings/\(House.id(1)).wav.enc", to: output, ring: ring)
    #expect(result.isCut)
    let heard = try WAVReader.read(path: output, channels: .only(0))
    #expect(heard.samples.count > 80_000 - 16_384 - 4_000 && heard.samples.allSatisfy { $0 == 0x4d41 })
  }

  @Test("what cannot be decrypted is told, and leaves nothing behind")
  func refused() throws {
    let house = try House(folder)
    defer { house.close() }
    house.sealer?.callStarted(House.id(1), number: "+15550100017")
    let path = try house.record(1, samples)
    let output = folder.path + "/out.wav"
    func failure(_ path: String, _ ring: KeyRing, _ call: CallID? = nil) -> PrivacyError? {
      do throws(PrivacyError) {
        _ = try RecordingDecryption.run(path, to: output, ring: ring, call: call)
        return nil
      } catch { return error }
    }
    if case .ring(.corrupt) = failure(path, house.ring, House.id(2)) {
    } else {
      Issue.record("another call's")
    }
    if case .ring(.file) = failure(path + "x", house.ring) {} else { Issue.record("missing") }
    try Data("RIFF".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/plain.wav"))
    #expect(failure("\(folder.path)/plain.wav", house.ring) == .noCall("\(folder.path)/plain.wav"))
    if case .ring(.notAnEncryptedFile) = failure("\(folder.path)/plain.wav", house.ring, House.id(1)) {
    } else {
      Issue.record("plain")
    }
    let plain = try KeyRing(folder: TemporaryFolder().path, master: nil)
    if case .ring(.keyNeeded) = failure(path, plain) {} else { Issue.record("no key") }
    _ = try house.ring.shred(house.ring.subject("+15550100017"))
    if case .ring(.shredded) = failure(path, house.ring) {} else { Issue.record("shredded") }
    #expect(!FileManager.default.fileExists(atPath: output))
  }
}
