import EmbeddedSpeech
import Foundation
import Providers
import Resampling

/// `starling-say TEXT OUT.wav`: speaks a text to a WAV file, for making fixtures.
@main
struct StarlingSay {
  static func main() {
    do throws(SayFailure) {
      let request = try SayRequest(arguments: Array(CommandLine.arguments.dropFirst()))
      let speech = try load(request)
      let spoken = try speak(request.text, with: speech.synthesiser)
      let samples = RateConverter(from: speech.synthesiser.sampleRate, to: request.rate).convert(spoken)
      try WaveFile.write(samples, rate: request.rate, to: request.output)
    } catch {
      FileHandle.standardError.write(Data("starling-say: \(error.reason)\n".utf8))
      exit(error.status)
    }
  }

  private static func load(_ request: SayRequest) throws(SayFailure) -> EmbeddedSpeech {
    do throws(ProviderError) {
      return try EmbeddedSpeech.load(
        modelsDirectory: request.models, options: .init(voice: request.voice, pace: request.pace))
    } catch {
      throw SayFailure(reason: error.description, status: 1)
    }
  }

  private static func speak(_ text: String, with synthesiser: any Synthesiser) throws(SayFailure) -> [Int16] {
    do throws(ProviderError) {
      return try synthesiser.speakWhole(text)
    } catch {
      throw SayFailure(reason: error.description, status: 1)
    }
  }
}
