import Settings
import Testing

extension Tag { @Tag static var property: Self }

/// A small generator, so that a failing seed can be run again.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Settings layers", .tags(.property))
struct SettingsLayersTests {
  @Test("each setting comes from the highest layer that has it", arguments: 1...50)
  func highestWins(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let names: [SettingName] = [.maxCalls, .workers, .loops, .speechThreads]
    var flags: [String: String] = [:]
    var environment: [String: String] = [:]
    var yaml = ""
    var expected: [SettingName: String] = [:]
    for name in names {
      expected[name] = SettingDefinition.of(name).defaultText
      for layer in 0..<3 where Bool.random(using: &random) {
        let value = String(Int.random(in: 1...64, using: &random))
        expected[name] = value
        switch layer {
        case 0: yaml += "\(name.rawValue): \(value)\n"
        case 1: environment[name.environmentName] = value
        default: flags[name.rawValue] = value
        }
      }
    }
    let settings = try SettingsFixture.resolve(flags: flags, environment: environment, yaml: yaml)
    for name in names { #expect(settings.entry(name).shownValue == expected[name], "seed \(seed), \(name)") }
  }

  @Test("random text in every place is an error or a value, never a trap", arguments: 1...200)
  func randomText(seed: UInt64) {
    var random = SplitMix64(state: seed)
    let alphabet = Array("abz09-_:.[]{}\"'\\#&*!|>%@`~,? \n\t\u{0}\u{7F}é🙂+")
    func text() -> String {
      String(
        (0..<Int.random(in: 0...40, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "x"
        })
    }
    let name = SettingName.allCases.randomElement(using: &random) ?? .port
    _ = SettingsFixture.problems(
      flags: [name.rawValue: text()],
      environment: [name.environmentName: text(), "STARLING_" + text(): text()],
      yaml: text())
  }
}
