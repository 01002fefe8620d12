import ArgumentParser

@main
struct ProviderSimCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "providersim",
    abstract: "The servers of the speech and language vendors, simulated on loopback with TLS.",
    discussion: """
      EXAMPLES
        providersim certificates /tmp/pki
        providersim --certificates /tmp/pki --lines fixtures/callers --port 8443
        providersim --certificates /tmp/pki --fault deepgram:stall:middle:1 --fault anthropic:rate-limit=5::3
        curl --cacert /tmp/pki/ca.pem https://127.0.0.1:8443/sim/state
        curl --cacert /tmp/pki/ca.pem https://127.0.0.1:8443/sim/faults -d '{"add": ["cartesia:close:now"]}'

      FAULTS: VENDOR:FAULT[=VALUE][:AT][:COUNT]
        VENDOR  * deepgram flux aura anthropic openai cartesia elevenlabs webhook otlp
        FAULT   refuse expired-certificate unauthorized rate-limit[=SECONDS] server-error overloaded redirect html
                huge stall[=SECONDS] drip[=BYTES A SECOND] close half-message invalid-json wrong-rate
                silence[=SECONDS] empty out-of-order wrong-language control-characters nan error-event
        AT      connect, start (before the first event), middle (after 3), a number of events, end, now
        COUNT   always, N (the first N requests, then well), A-B (these requests), P%

      PORTS
        One port serves all vendors by path. Each vendor also has a port of its own, on which refuse and
        expired-certificate happen before any path is known, and one port shows the expired certificate always.
        The line of JSON that is printed at start tells them all.
      """,
    subcommands: [ServeCommand.self, CertificatesCommand.self], defaultSubcommand: ServeCommand.self)
}
