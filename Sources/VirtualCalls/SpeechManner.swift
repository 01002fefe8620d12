internal import Audio

/// How the virtual synthesiser delivers a clause.
struct SpeechManner {
  /// Audio in one piece, and the time to the next.
  var piece = MediaTime.milliseconds(400)
  var pause = MediaTime.milliseconds(60)
  /// Samples after which it fails or says nothing more; nil when it does its work.
  var breaksAt: Int?
  var breaksSilently = false
  var isSilent = false
  var goesOnWhenCancelled = false
  /// It knows when it says which word.
  var tellsWords = false
  /// Another voice steps in.
  var isSubstituted = false
}
