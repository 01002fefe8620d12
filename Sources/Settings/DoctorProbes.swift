/// The doctor's eyes: each answers one question about the machine.
public struct DoctorProbes: Sendable {
  /// A directory that the server would write to.
  public struct DirectoryState: Sendable, Equatable {
    /// Why it cannot be written or made; nil when it can.
    public var fault: String?
    /// Bytes that an ordinary user may still write there; nil when unknown.
    public var freeBytes: Int?

    public init(fault: String? = nil, freeBytes: Int? = nil) {
      self.fault = fault
      self.freeBytes = freeBytes
    }
  }

  /// Loads a shared library by path or name; answers why it could not, nil when it could.
  public var libraryFault: @Sendable (_ library: String) -> String?
  /// Bytes of a file; nil when there is none that can be looked at.
  public var fileSize: @Sendable (_ path: String) -> Int?
  /// A text file, up to a mebibyte; nil when it cannot be read.
  public var text: @Sendable (_ path: String) -> String?
  /// The permission bits of a file; nil when there is none.
  public var permissions: @Sendable (_ path: String) -> Int?
  /// Tries to listen; answers why that failed, nil when it worked.
  public var portFault: @Sendable (_ host: String, _ port: Int) -> String?
  public var openFileLimit: @Sendable () -> OpenFileLimit
  public var directory: @Sendable (_ path: String) -> DirectoryState
  /// Cores that this process may use.
  public var cores: @Sendable () -> Int
  /// Memory that this process may use, in bytes; nil when unknown.
  public var memoryBytes: @Sendable () -> Int?

  public init(
    libraryFault: @escaping @Sendable (_ library: String) -> String?,
    fileSize: @escaping @Sendable (_ path: String) -> Int?,
    text: @escaping @Sendable (_ path: String) -> String?,
    permissions: @escaping @Sendable (_ path: String) -> Int?,
    portFault: @escaping @Sendable (_ host: String, _ port: Int) -> String?,
    openFileLimit: @escaping @Sendable () -> OpenFileLimit,
    directory: @escaping @Sendable (_ path: String) -> DirectoryState,
    cores: @escaping @Sendable () -> Int,
    memoryBytes: @escaping @Sendable () -> Int?
  ) {
    self.libraryFault = libraryFault
    self.fileSize = fileSize
    self.text = text
    self.permissions = permissions
    self.portFault = portFault
    self.openFileLimit = openFileLimit
    self.directory = directory
    self.cores = cores
    self.memoryBytes = memoryBytes
  }
}
