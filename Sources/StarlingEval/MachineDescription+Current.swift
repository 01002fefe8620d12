import Foundation
import LoadReport

extension MachineDescription {
  /// The machine this runs on, by its `/proc`.
  static func current() throws(LoadFailure) -> MachineDescription {
    MachineDescription(
      cpuinfo: try text(of: "/proc/cpuinfo"), meminfo: try text(of: "/proc/meminfo"),
      kernel: try text(of: "/proc/sys/kernel/osrelease"))
  }

  private static func text(of path: String) throws(LoadFailure) -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw LoadFailure("cannot read \(path): \(error.localizedDescription)")
    }
  }
}
