import EmbeddedSpeech

/// What the command line asks for.
struct SayRequest {
  static let usage = """
    usage: starling-say TEXT OUT.wav [--rate 8000] [--voice joe|awb|kal16] [--pace 1] [--models .models]
      starling-say "Hello there." hello.wav --rate 8000
    """

  var text = ""
  var output = ""
  var rate = 8000
  var voice = EmbeddedSpeech.Voice.joe
  var pace = 1.0
  var models = ".models"

  init(arguments: [String]) throws(SayFailure) {
    var plain: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        plain.append(argument)
        continue
      }
      guard let value = rest.popFirst() else { throw Self.misuse("\(argument) needs a value") }
      try set(argument, to: value)
    }
    guard plain.count == 2 else { throw Self.misuse("a text and a file name are needed") }
    text = plain[0]
    output = plain[1]
  }

  private mutating func set(_ option: String, to value: String) throws(SayFailure) {
    switch option {
    case "--rate":
      guard let rate = Int(value), (4000...48_000).contains(rate) else {
        throw Self.misuse("--rate is 4000 to 48000")
      }
      self.rate = rate
    case "--voice":
      guard let voice = EmbeddedSpeech.Voice(rawValue: value) else { throw Self.misuse("no voice \(value)") }
      self.voice = voice
    case "--pace":
      guard let pace = Double(value) else { throw Self.misuse("--pace is a number") }
      self.pace = pace
    case "--models": models = value
    default: throw Self.misuse("unknown option \(option)")
    }
  }

  private static func misuse(_ reason: String) -> SayFailure {
    SayFailure(reason: reason + "\n" + usage, status: 2)
  }
}
