import Testing

/// Everything that opens sockets, one test at a time: some of them count descriptors or fill buffers.
@Suite("Over loopback", .serialized, .timeLimit(.minutes(2)))
struct LoopbackTests {}
