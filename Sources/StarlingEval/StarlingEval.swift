import ArgumentParser

/// Measures how well the engine hears, and what calls cost.
@main struct StarlingEval: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "starling-eval", abstract: "Measure how well the engine hears, and what calls cost.",
    subcommands: [
      LoadCommand.self, ChurnCommand.self, OverloadCommand.self, SweepCommand.self, TortureCommand.self,
      BackupEvalCommand.self, DrillsCommand.self, TurnsCommand.self, VADCommand.self, VendorsCommand.self,
      WERCommand.self,
    ])
}
