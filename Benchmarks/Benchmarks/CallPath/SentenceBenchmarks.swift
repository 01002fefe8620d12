import Benchmark
import Conversation

func sentenceBenchmarks() {
  measure("sentence cutting, a reply of 160 bytes", isLong: true) { count, begin in
    let tokens = reply.split(separator: " ").map { "\($0) " }
    begin()
    for _ in count {
      var cutter = SentenceCutter()
      for token in tokens { blackHole(cutter.feed(token)) }
      blackHole(cutter.flush())
    }
  }
}

/// 160 bytes in three sentences.
private let reply =
  "Sure, I can move that appointment for you, no problem at all. Dr. Meyer has time at 3.30 p.m. on"
  + " Thursday or at ten on Friday. Which of the two would suit you?!"
