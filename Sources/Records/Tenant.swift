/// Whose rows are whose.
public enum Tenant {
  /// The tenant of everything that names none.
  public static let standard = "default"
}
