import Testing

/// Whole engines, each on a port of its own, over real sockets of loopback.
@Suite("The engine over loopback", .timeLimit(.minutes(3)))
enum EngineTests {}
