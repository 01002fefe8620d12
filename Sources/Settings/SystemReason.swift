internal import Glibc

/// What the C library says about its last failure on this thread.
enum SystemReason {
  static var last: String { unsafe String(cString: strerror(errno)) }
}
