/// A setting's value, once it has been read. Durations are milliseconds, offsets minutes.
enum SettingValue: Sendable, Equatable {
  case integer(Int)
  case boolean(Bool)
  case text(String)
}
