import Testing

/// Whole engines over real sockets of loopback, one test after another: they share two cores with their callers.
@Suite("The engine over loopback", .serialized, .timeLimit(.minutes(3)))
enum EngineTests {}
