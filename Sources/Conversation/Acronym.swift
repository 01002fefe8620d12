/// Capitals that are said letter by letter, because nobody could read them as a word, or nobody does.
enum Acronym {
  /// "P D F" for "PDF", "P D Fs" for "PDFs"; nil for what is read as a word.
  static func spelled(_ word: String) -> String? {
    var letters = word[...]
    let isPlural = letters.count >= 3 && letters.last == "s"
    if isPlural { letters = letters.dropLast() }
    guard (2...6).contains(letters.utf8.count), letters.utf8.allSatisfy({ (65...90).contains($0) }) else {
      return nil
    }
    let isSpelled =
      known.contains(String(letters))
      || !letters.contains(where: { "AEIOUY".contains($0) })
        && !sounds.contains(String(letters))
    guard isSpelled else { return nil }
    return letters.map(String.init).joined(separator: " ") + (isPlural ? "s" : "")
  }

  private static let sounds: Set<String> = [
    "HM", "HMM", "SH", "SHH", "PSST", "BRR", "GRR", "MM", "MMM", "TSK",
  ]

  /// With a vowel, and spelled all the same.
  private static let known: Set<String> = [
    "AC", "AI", "AKA", "API", "APR", "ATM", "BBQ", "BMI", "BYOD", "CEO", "CFO", "CIA", "CIO", "COO", "CPA",
    "CPU",
    "CTO", "DIY", "DNA", "DOB", "EMI", "EPA", "ER", "ETA", "EU", "EV", "EVP", "FAA", "FAQ", "FBI", "FDA",
    "FDIC",
    "FHA", "FYI", "GPA", "GPU", "HDMI", "HOA", "HOV", "HSA", "IBM", "ICU", "ID", "IOU", "IP", "IPA", "IPO",
    "IRA",
    "IRS", "ISP", "IV", "IVR", "KYC", "LA", "LED", "MBA", "MIT", "MRI", "NYC", "NYPD", "OTC", "PTO", "QA",
    "ROI",
    "SEO", "SSA", "SUV", "UAE", "UI", "UK", "UPS", "URL", "US", "USA", "USB", "USPS", "UTC", "UV", "UX", "VA",
    "VIP",
    "YTD", "EST", "EDT", "AAA", "AARP", "EIN", "EMT", "ECG", "EKG", "ADHD", "OCD",
  ]
}
