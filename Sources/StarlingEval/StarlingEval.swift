import ArgumentParser

/// Measures how well the engine hears.
@main struct StarlingEval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starling-eval", abstract: "Measure how well the engine hears.",
    subcommands: [VADCommand.self, WERCommand.self])
}
