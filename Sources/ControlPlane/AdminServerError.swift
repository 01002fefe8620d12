/// Why the admin port could not be opened.
public enum AdminServerError: Error, Equatable, CustomStringConvertible {
  case cannotListen(host: String, port: Int, reason: String)

  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let reason):
      "the admin port \(host):\(port) cannot be opened (\(reason)); choose another with --admin-port"
    }
  }
}
