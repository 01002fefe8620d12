import Audio
import Privacy
import Redaction
import Synchronization

/// A database of who called, in memory; fails when told to.
final class MemorySubjects: SubjectStore {
  struct Down: Error {}
  private let numbers: Mutex<[CallID: String]>
  private let failures = Mutex(0)

  init(_ numbers: [CallID: String]) { self.numbers = Mutex(numbers) }

  func fail(_ times: Int) { failures.withLock { $0 = times } }
  var count: Int { numbers.withLock { $0.count } }

  func calls(of subject: SubjectAddress) throws -> [CallID] {
    numbers.withLock { $0.filter { subject.matches($0.value) }.keys.sorted() }
  }

  func erase(_ subject: SubjectAddress, calls: [CallID]) throws -> [String: Int] {
    let fails = failures.withLock { left in
      left -= 1
      return left >= 0
    }
    if fails { throw Down() }
    return numbers.withLock { numbers in
      let before = numbers.count
      for call in calls { numbers[call] = nil }
      return ["calls": before - numbers.count]
    }
  }

  func export(_ subject: SubjectAddress) throws -> [UInt8] { Array("{}".utf8) }
}
