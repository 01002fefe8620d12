import CFlite
import Foundation
import Providers
import Synchronization

/// flite: English text to phones, and two small voices. Proof that the library has been started.
struct FliteFrontEnd: Sendable {
  /// A word as it is pronounced.
  struct Word: Equatable, Sendable {
    var text: String
    /// CMU ARPABET in lower case, vowels with their stress: `hh ax0 l ow1`.
    var phones: [String]
    /// What followed it in the text.
    var punctuation: String
  }

  /// Speech as flite makes it.
  struct Sound: Sendable {
    /// s16 mono.
    var samples: [Int16]
    var sampleRate: Int
  }

  /// Starting writes the library's globals, so it happens once and alone; afterwards they are only read.
  private static let started = Mutex<Bool>(false)

  init() throws(ProviderError) {
    let isStarted = Self.started.withLock { started in
      if !started { started = cflite_start() == 0 }
      return started
    }
    guard isStarted else { throw .misconfigured("flite cannot be started: reinstall libflite1") }
  }

  /// The words of an ASCII text, numbers and abbreviations written out. About 4 ms a sentence, from any thread.
  func words(of text: String) -> [Word] {
    guard let phones = unsafe cflite_phones(text) else { return [] }
    defer { unsafe free(phones) }
    return unsafe String(cString: phones).split(separator: "\n").compactMap(Self.word)
  }

  /// Speaks an ASCII text; nil when there is nothing to be heard in it. From any thread.
  func speak(_ text: String, voice: FliteSynthesiser.Voice) -> Sound? {
    var count: Int32 = 0
    var rate: Int32 = 0
    let number = voice == .awb ? CFLITE_AWB : CFLITE_KAL16
    guard let samples = unsafe cflite_speak(number, text, &count, &rate) else { return nil }
    defer { unsafe free(samples) }
    let copy = unsafe Array(UnsafeBufferPointer(start: samples, count: Int(count)))
    return Sound(samples: copy, sampleRate: Int(rate))
  }

  private static func word(_ line: Substring) -> Word? {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 3 else { return nil }
    let phones = fields[1].split(separator: " ").map {
      $0.hasPrefix(".") ? String($0.dropFirst()) : String($0)
    }
    return Word(text: String(fields[0]), phones: phones, punctuation: String(fields[2]))
  }
}
