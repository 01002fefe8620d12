import ArgumentParser

/// Which store the engine is given.
enum DatabaseKind: String, ExpressibleByArgument { case sqlite, postgres }
