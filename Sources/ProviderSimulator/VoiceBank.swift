import EmbeddedSpeech
import Foundation
import NIOCore
import Providers
import Resampling
import Synchronization

/// Speech by flite, each text spoken once and kept.
final class VoiceBank: Sendable {
  private struct Key: Hashable {
    var text: String
    var format: AudioFormat
  }

  private struct State {
    var kept: [Key: Speech] = [:]
    var bytes = 0
    var waiting: [Key: [@Sendable (Speech) -> Void]] = [:]
  }

  private static let keptBytes = 128 << 20
  private let synthesiser: FliteSynthesiser
  private let queue = DispatchQueue(label: "voices")
  private let state = Mutex(State())

  init() throws(SimulatorError) {
    do throws(ProviderError) {
      synthesiser = try FliteSynthesiser(voice: .awb, pool: SpeechPool(threads: 1, capacity: 4096))
    } catch {
      throw .voice(error.description)
    }
  }

  /// Speaks `text`; `then` is called on `loop`, later.
  func speak(
    _ text: String, _ format: AudioFormat, on loop: any EventLoop, then: @escaping (Speech) -> Void
  ) {
    let key = Key(text: text, format: format)
    let bound = NIOLoopBound(then, eventLoop: loop)
    let deliver: @Sendable (Speech) -> Void = { speech in loop.execute { bound.value(speech) } }
    let isFirst: Bool? = state.withLock { state in
      if let speech = state.kept[key] {
        deliver(speech)
        return nil
      }
      state.waiting[key, default: []].append(deliver)
      return state.waiting[key]?.count == 1
    }
    if isFirst == true { queue.async { self.make(key) } }
  }

  private func make(_ key: Key) {
    let speech = Speech(text: key.text, samples: synthesise(key.text), rate: 16_000, format: key.format)
    let waiting = state.withLock { state in
      if state.bytes > Self.keptBytes { (state.kept, state.bytes) = ([:], 0) }
      state.kept[key] = speech
      state.bytes += speech.audio.count
      return state.waiting.removeValue(forKey: key) ?? []
    }
    for deliver in waiting { deliver(speech) }
  }

  private func synthesise(_ text: String) -> [Int16] {
    let spoken = Mutex<[Int16]>([])
    let done = DispatchSemaphore(value: 0)
    let work = synthesiser.synthesise(text) { event in
      if case .audio(let samples) = event { spoken.withLock { $0 += samples } }
      if case .finished = event { done.signal() }
      if case .failed = event { done.signal() }
    }
    withExtendedLifetime(work) { done.wait() }
    return spoken.withLock { $0 }
  }
}
