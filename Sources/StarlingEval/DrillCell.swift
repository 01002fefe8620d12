import Conversation
import ProviderSimulator

/// One call of the matrix: whose server fails, how, and when.
struct DrillCell {
  /// What the simulator is told and when.
  enum Cue { case beforeTheCall, firstLine, answer, secondLine }

  let adapter: DrillAdapter
  /// nil: all is well, to compare with.
  let kind: Fault.Kind?
  let moment: DrillMoment

  var name: String { "\(adapter.rawValue):\(kind?.rawValue ?? "none") \(moment.rawValue)" }

  /// A connection or a request fails, not an answer that is under way.
  private var isAtTheDoor: Bool {
    switch kind {
    case .refuse, .expiredCertificate, .unauthorized, .rateLimit, .serverError, .overloaded, .redirect, .html,
      .huge:
      true
    default: false
    }
  }

  var cue: Cue {
    switch moment {
    case .greeting: .beforeTheCall
    case .midTurn: .firstLine
    // An answer that breaks in its middle has to be asked for after the fault was set.
    case .midSentence: isAtTheDoor || adapter.role == .recogniser ? .answer : .firstLine
    case .goodbye: .secondLine
    }
  }

  var fault: Fault? {
    guard let kind else { return nil }
    let isInAnswer = !isAtTheDoor && moment != .greeting
    let place: Fault.Place? = isInAnswer ? (moment == .midSentence ? .after(3) : .start) : nil
    return Fault(vendor: Vendor(rawValue: adapter.rawValue), kind: kind, place: place)
  }

  /// What happens to the connections that are open by then, so that the fault is met at once.
  var strike: Fault? {
    guard let kind, moment != .greeting else { return nil }
    guard adapter.role == .recogniser || (moment == .midSentence && isAtTheDoor) else { return nil }
    return Fault(vendor: Vendor(rawValue: adapter.rawValue), kind: kind, place: .now)
  }

  /// The fault is in the words, which nobody can tell from good ones.
  var changesWords: Bool {
    switch kind {
    case .wrongLanguage, .controlCharacters, .outOfOrder, .empty: true
    default: false
    }
  }
}
