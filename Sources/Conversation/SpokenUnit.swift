/// Units of measure behind a number: "5 kg", "60mph", "20°C".
enum SpokenUnit {
  /// The unit's name, in the plural unless there is one of it; nil when it is none.
  static func name(_ written: String, isOne: Bool) -> String? {
    guard let unit = table[written] else { return nil }
    return isOne ? unit.one : unit.many
  }

  /// "5kg" as number and unit, each as written; nil when it is something else.
  static func split(_ token: String) -> (number: Substring, unit: String)? {
    let number = token.prefix { $0.isASCII && ($0.isNumber || ".,-".contains($0)) }
    guard !number.isEmpty, number.count < token.count, number.last?.isNumber == true else { return nil }
    let unit = String(token[number.endIndex...])
    return table[unit] == nil ? nil : (number, unit)
  }

  /// What a price or a pace is counted by: "$20/mo".
  static func period(_ written: Substring) -> String? {
    let lowered = written.lowercased()
    return periods[lowered] ?? (wholePeriods.contains(lowered) ? lowered : nil)
  }

  private static let periods = [
    "h": "hour", "hr": "hour", "wk": "week", "mo": "month", "yr": "year", "min": "minute", "sec": "second",
    "kwh": "kilowatt hour", "sqft": "square foot", "gal": "gallon", "lb": "pound", "kg": "kilogram",
  ]
  private static let wholePeriods: Set<String> = [
    "second", "minute", "hour", "day", "night", "week", "month", "quarter", "year", "person", "user", "call",
    "unit", "seat", "visit", "item", "mile",
  ]

  private static let table: [String: (one: String, many: String)] = {
    var table: [String: (one: String, many: String)] = [:]
    for (written, one) in regular {
      for key in written.split(separator: " ") { table[String(key)] = (one, one + "s") }
    }
    for (written, one, many) in irregular {
      for key in written.split(separator: " ") { table[String(key)] = (one, many) }
    }
    return table
  }()

  private static let regular = [
    ("kg kgs KG", "kilogram"), ("g", "gram"), ("mg", "milligram"), ("km", "kilometre"), ("m", "metre"),
    ("cm", "centimetre"), ("mm", "millimetre"), ("mi", "mile"), ("yd yds", "yard"), ("lb lbs", "pound"),
    ("oz", "ounce"), ("gal", "gallon"), ("l L", "litre"), ("ml mL", "millilitre"), ("h hr hrs", "hour"),
    ("min mins", "minute"), ("sec secs", "second"), ("ms", "millisecond"), ("yr yrs", "year"),
    ("wk wks", "week"),
    ("kW", "kilowatt"), ("kWh", "kilowatt hour"), ("MW", "megawatt"), ("MWh", "megawatt hour"), ("W", "watt"),
    ("V", "volt"), ("KB kB", "kilobyte"), ("MB", "megabyte"), ("GB", "gigabyte"), ("TB", "terabyte"),
    ("m2 sqm", "square metre"), ("km2", "square kilometre"), ("m3", "cubic metre"), ("°", "degree"),
    ("BTU", "B T U"),
  ]
  private static let irregular = [
    ("ft", "foot", "feet"), ("ft2 sqft", "square foot", "square feet"), ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"), ("MHz", "megahertz", "megahertz"), ("GHz", "gigahertz", "gigahertz"),
    ("mph", "mile per hour", "miles per hour"), ("m/s", "metre per second", "metres per second"),
    ("km/h kph", "kilometre per hour", "kilometres per hour"),
    ("kbps", "kilobit per second", "kilobits per second"),
    ("Mbps Mbit/s", "megabit per second", "megabits per second"),
    ("Gbps Gbit/s", "gigabit per second", "gigabits per second"),
    ("mpg", "mile per gallon", "miles per gallon"),
    ("°C", "degree Celsius", "degrees Celsius"), ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("rpm", "revolution per minute", "revolutions per minute"), ("x", "time", "times"),
    ("¢", "cent", "cents"),
  ]
}
