/// What one look at the machine found.
public struct DoctorCheck: Sendable, Equatable, Codable {
  public enum Status: String, Sendable, Codable {
    case ok
    /// Works, with less than one would want.
    case warn
    /// The server cannot run so.
    case fail
  }

  public let name: String
  public let status: Status
  /// What was found.
  public let detail: String
  /// What to do about it; nil when nothing needs doing.
  public let mend: String?

  public static func ok(_ name: String, _ detail: String) -> DoctorCheck {
    DoctorCheck(name: name, status: .ok, detail: detail, mend: nil)
  }

  public static func warn(_ name: String, _ detail: String, mend: String) -> DoctorCheck {
    DoctorCheck(name: name, status: .warn, detail: detail, mend: mend)
  }

  public static func fail(_ name: String, _ detail: String, mend: String) -> DoctorCheck {
    DoctorCheck(name: name, status: .fail, detail: detail, mend: mend)
  }
}
