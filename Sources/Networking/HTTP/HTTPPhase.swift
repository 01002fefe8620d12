/// The parts of an exchange that have a time limit.
public enum HTTPPhase: String, Equatable, Sendable {
  case connect, firstByte, betweenBytes, total
}
