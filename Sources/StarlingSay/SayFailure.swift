/// Why nothing was spoken, and the exit status that says so.
struct SayFailure: Error {
  var reason: String
  var status: Int32
}
