/// Shortened words in full, and what stands for words.
enum AbbreviationWords {
  /// By the word in small letters; a dot follows it.
  static let dotted = [
    "mr": "Mister", "mrs": "Missus", "ms": "Miss", "prof": "Professor", "approx": "approximately",
    "vs": "versus", "etc": "et cetera", "inc": "Incorporated", "ltd": "Limited", "corp": "Corporation",
    "co": "Company", "ave": "Avenue", "blvd": "Boulevard", "rd": "Road", "ln": "Lane", "hwy": "Highway",
    "pkwy": "Parkway", "apt": "apartment", "ste": "suite", "bldg": "building", "jr": "Junior", "sr": "Senior",
    "dept": "department", "ext": "extension", "gen": "General", "sgt": "Sergeant", "capt": "Captain",
    "lt": "Lieutenant", "rev": "Reverend", "gov": "Governor", "sen": "Senator", "mt": "Mount",
    "max": "maximum",
    "e.g": "for example", "i.e": "that is", "a.k.a": "also known as", "a.m": "A M", "p.m": "P M",
    "ph.d": "P H D", "hrs": "hours", "hr": "hour", "mins": "minutes", "yrs": "years", "est": "estimated",
    "jan": "January", "feb": "February", "apr": "April", "aug": "August", "sept": "September",
    "oct": "October", "nov": "November", "dec": "December", "tel": "telephone", "vol": "volume",
    "assn": "association", "mfg": "manufacturing", "misc": "miscellaneous", "incl": "including",
    "qty": "quantity", "attn": "attention", "acct": "account", "appt": "appointment",
  ]

  /// Of those, words after which a sentence may end.
  static let closing: Set<String> = [
    "etc", "inc", "ltd", "corp", "co", "ave", "blvd", "rd", "ln", "hwy", "pkwy", "a.m", "p.m", "jr", "sr",
    "hrs",
    "hr", "mins", "yrs", "st", "ph.d", "dept", "assn", "acct", "appt", "max", "bldg",
  ]

  /// Whole tokens, as they stand or in small letters.
  static let plain = [
    "&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "#": "number", "$": "dollars",
    "€": "euros", "£": "pounds", "/": "or", "-": ",", "w/": "with", "w/o": "without", "b/c": "because",
    "c/o": "care of", "n/a": "not applicable", "e.g": "for example", "i.e": "that is",
    "a.k.a": "also known as", "vs": "versus", "approx": "approximately", "etc": "et cetera", "mr": "Mister",
    "mrs": "Missus", "dr": "Doctor", "and/or": "and or", "24/7": "twenty four seven", "9/11": "nine eleven",
    "911": "nine one one", "°": "degrees", "°C": "degrees Celsius", "°F": "degrees Fahrenheit",
    "kg": "kilograms", "km": "kilometres", "lbs": "pounds", "hrs": "hours", "mins": "minutes",
    "×": "times", "÷": "divided by", "am/pm": "A M or P M", "->": "to", "=>": "to", "==": "equals",
    "asap": "as soon as possible", "at&t": "A T and T", "phd": "P H D",
  ]

  /// "Mon" and "Tue." in full; only with a capital, for "sat" and "wed" are words.
  static func weekday(_ core: String, isDotted: Bool) -> String? {
    if let day = days[core] { return day }
    return isDotted ? ["Sat": "Saturday", "Sun": "Sunday"][core] : nil
  }

  private static let days = [
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday",
  ]
}
