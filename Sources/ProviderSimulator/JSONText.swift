import Foundation

/// JSON as text: written by hand, so that every byte of a fault is ours; read by Foundation.
enum JSONText {
  /// A JSON string with its quotes.
  static func quote(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F {
          let digits = String(scalar.value, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    return out + "\""
  }

  /// A number with at most `digits` after the point.
  static func number(_ value: Double, digits: Int = 3) -> String {
    let scale = pow(10, Double(digits))
    return "\((value * scale).rounded() / scale)"
  }

  static func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

  /// The object in `bytes`; nil for anything else.
  static func object(_ bytes: [UInt8]) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
  }

  /// A value of Foundation's as JSON; `null` for what is none.
  static func write(_ value: Any) -> String {
    guard
      let data = try? JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The text with NaN in place of every number that is a value.
  static func withoutNumbers(_ text: String) -> String {
    var out = ""
    var isString = false
    var isEscaped = false
    var number = ""
    for character in text {
      if isString {
        out.append(character)
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isString = false
        }
        continue
      }
      if character.isNumber || "+-.eE".contains(character) && (!number.isEmpty || character == "-") {
        number.append(character)
        continue
      }
      if !number.isEmpty {
        out += "NaN"
        number = ""
      }
      if character == "\"" { isString = true }
      out.append(character)
    }
    return number.isEmpty ? out : out + "NaN"
  }
}
