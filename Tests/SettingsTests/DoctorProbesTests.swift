import Foundation
import Glibc
import Settings
import Testing

@Suite("Doctor's probes of this machine")
struct DoctorProbesTests {
  private let probes = DoctorProbes.system

  @Test("a library that is everywhere loads, one that is nowhere says why")
  func libraries() {
    #expect(probes.libraryFault("libc.so.6") == nil)
    #expect(probes.libraryFault("libthere-is-none.so.7")?.contains("libthere-is-none.so.7") == true)
  }

  @Test("a port that is being listened on is seen, and is free again afterwards")
  func ports() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    try #require(descriptor >= 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, length) == 0 && listen(descriptor, 1) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    try #require(isListening)
    let port = Int(UInt16(bigEndian: address.sin_port))
    #expect(probes.portFault("127.0.0.1", port) == "Address already in use")
    close(descriptor)
    #expect(probes.portFault("127.0.0.1", port) == nil)
    #expect(probes.portFault("127.0.0.1", 0) == nil)
  }

  @Test("an address that is not this machine's is refused with a reason")
  func foreignAddress() {
    #expect(probes.portFault("203.0.113.7", 4000) != nil)
    #expect(probes.portFault("no host at all", 4000) != nil)
  }

  @Test("a directory is judged by where it would be made, and nothing is made")
  func directories() {
    let root = FileManager.default.temporaryDirectory.path
    let wanted = "\(root)/starling-\(UUID().uuidString)/a/b"
    let state = probes.directory(wanted)
    #expect(state.fault == nil)
    #expect((state.freeBytes ?? 0) > 0)
    #expect(!FileManager.default.fileExists(atPath: wanted))
    #expect(probes.directory("/proc/version/x").fault == "/proc/version is not a directory")
    #expect(probes.directory("/proc/x").fault != nil || getuid() == 0)
  }

  @Test("files are measured and read, and what is missing is nil")
  func files() {
    #expect((probes.fileSize(#filePath) ?? 0) > 100)
    #expect(probes.text(#filePath)?.contains("files are measured") == true)
    #expect(probes.fileSize("/nowhere/at/all") == nil)
    #expect(probes.text("/nowhere/at/all") == nil)
    #expect(probes.text("/tmp") == nil)
    #expect(probes.permissions("/nowhere/at/all") == nil)
  }

  @Test("cores, memory and the limit of open files are sensible")
  func machine() {
    #expect((1...4_096).contains(probes.cores()))
    #expect((probes.memoryBytes() ?? 0) > 64 << 20)
    let limit = probes.openFileLimit()
    #expect(limit.soft > 0 && limit.hard >= limit.soft)
  }
}
