import Testing

/// Whole engines, each on a port of its own, over real sockets of loopback; one test after another, because all
/// threads of an engine and its callers share the machine's cores.
@Suite("The engine over loopback", .serialized, .timeLimit(.minutes(3)))
enum EngineTests {}
