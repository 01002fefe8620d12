import ArgumentParser
import Audio

/// A time on the command line: `20s`, `500ms`, `2m`, or a bare number of seconds.
struct TimeArgument: ExpressibleByArgument, CustomStringConvertible {
  let time: MediaTime

  init(seconds: Int64) { time = .seconds(seconds) }
  init(milliseconds: Int64) { time = .milliseconds(milliseconds) }

  init?(argument: String) {
    let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600), ("", 1)]
    for (suffix, factor) in units where argument.hasSuffix(suffix) {
      guard let value = Double(argument.dropLast(suffix.count)), value >= 0, value * factor <= 7 * 86_400
      else { return nil }
      time = .seconds(value * factor)
      return
    }
    return nil
  }

  var description: String {
    time.milliseconds % 1_000 == 0 ? "\(time.milliseconds / 1_000)s" : "\(time.milliseconds)ms"
  }
  var defaultValueDescription: String { description }
}
