/// The key file on disk: `keys` in the data folder, beside `keys.lock`, which its writers hold.
///
/// A line is added and synced before its key is used. A destroyed key's line is overwritten with its tombstone and
/// synced; then the file is written anew under another name, synced and renamed, and the folder is synced.
struct KeyFile {
  struct Line {
    var value: KeyLine
    /// Bytes in the file, with the line feed.
    var range: Range<Int>
  }

  struct Contents {
    var lines: [Line] = []
    /// Numbers of lines that cannot be read, from 1.
    var damaged: [Int] = []
    /// Where the next line goes: behind the last line feed.
    var end = 0
    var stamp: FileStamp
  }

  let folder: String

  var path: String { folder + "/keys" }
  private var newPath: String { folder + "/keys.new" }

  /// Keeps other writers out while `body` runs.
  func locked<Value>(_ body: () throws(KeyRingError) -> Value) throws(KeyRingError) -> Value {
    let file = try SystemFile(path: folder + "/keys.lock", mode: .lock)
    try file.lock()
    return try body()
  }

  /// Nil when there is none.
  func read() throws(KeyRingError) -> Contents? {
    guard FileStamp(path: path) != nil else { return nil }
    let file = try SystemFile(path: path, mode: .read)
    // The stamp is taken first: what is added meanwhile makes it old.
    let stamp = try file.stamp()
    return try contents(try file.read(stamp.size, at: 0), stamp)
  }

  private func contents(_ bytes: [UInt8], _ stamp: FileStamp) throws(KeyRingError) -> Contents {
    var contents = Contents(stamp: stamp)
    var start = 0
    var number = 0
    while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      let line = bytes[start..<end]
      if number == 1 {
        try checkHeader(String(decoding: line, as: UTF8.self))
      } else if let value = KeyLine(line) {
        contents.lines.append(Line(value: value, range: start..<end + 1))
      } else {
        contents.damaged.append(number)
      }
      start = end + 1
    }
    guard number > 0 else { throw .notAKeyFile(path) }
    contents.end = start
    return contents
  }

  private func checkHeader(_ line: String) throws(KeyRingError) {
    let words = line.split(separator: " ")
    guard words.count == 2, words[0] == "starling-keys", let version = Int(words[1]) else {
      throw .notAKeyFile(path)
    }
    guard version <= KeyLine.version else {
      throw .newerVersion(of: path, version: version, supported: KeyLine.version)
    }
  }

  /// Adds lines behind the last whole one. When it fails the file is as before, or ends in a torn line, which the next
  /// one overwrites.
  func append(_ lines: [KeyLine], at end: Int) throws(KeyRingError) -> FileStamp {
    let file = try SystemFile(path: path, mode: .update)
    if try file.size() > end { try file.truncate(to: end) }
    do {
      try file.write(lines.flatMap { $0.text() }, at: end)
      try file.sync()
    } catch {
      // A key that was not synced was not used; without its line it never was.
      try? file.truncate(to: end)
      throw error
    }
    return try file.stamp()
  }

  func overwrite(_ ranges: [(Range<Int>, with: KeyLine)]) throws(KeyRingError) {
    let file = try SystemFile(path: path, mode: .update)
    for (range, line) in ranges { try file.write(line.text(filling: range.count), at: range.lowerBound) }
    try file.sync()
  }

  /// Writes the whole file anew; the old one stays until the new one is safe.
  func replace(with lines: [KeyLine]) throws(KeyRingError) {
    do {
      let file = try SystemFile(path: newPath, mode: .replace)
      var bytes = Array((KeyLine.header + "\n").utf8)
      for line in lines { bytes += line.text() }
      try file.write(bytes, at: 0)
      try file.sync()
    }
    try SystemFile.rename(newPath, to: path)
    try SystemFile.syncFolder(folder)
  }
}
