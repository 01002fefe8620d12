/// What was measured, and whether it is enough.
struct ProjectionBenchResults {
  var records = 0
  var recordsPerSecond = 0.0
  var decodedPerSecond = 0.0
  var floorPerSecond = 0.0
  var transactions = 0

  var isEnough: Bool { recordsPerSecond >= 50_000 }

  var text: String {
    """
    projection into SQLite, \(records) records of 1000 calls at a time
      stored                  \(Int(recordsPerSecond)) records/s   (at least 50000), \(transactions) transactions
      floor: without journal  \(Int(floorPerSecond)) records/s   \
    (the projection: \(Int(100 * recordsPerSecond / max(1, floorPerSecond))) %)
      read and decoded        \(Int(decodedPerSecond)) records/s
      \(isEnough ? "enough" : "NOT ENOUGH")
    """
  }
}
