/// The text of `.env.example`: every variable with its meaning and default.
public enum EnvironmentExample {
  public static var text: String {
    let heading = """
      # Every variable that `starling` reads. The server looks only at its real environment: export what you
      # need, or hand a copy of this file to your process manager (compose: `env_file: .env`).
      # Flags win over variables, variables over the YAML file, the file over defaults. Empty means unset.

      # Besides these, OpenTelemetry's own: OTEL_EXPORTER_OTLP_ENDPOINT (http://collector:4318), OTEL_EXPORTER_OTLP_HEADERS
      # (name=value,…), OTEL_EXPORTER_OTLP_TIMEOUT (milliseconds), OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME.

      # Keys of the providers that the agent's file names: DEEPGRAM_API_KEY, ANTHROPIC_API_KEY, OPENAI_API_KEY,
      # CARTESIA_API_KEY, ELEVENLABS_API_KEY. Where a vendor is, if not at its usual address: STARLING_<VENDOR>_URL. A PEM
      # file with certificates to believe besides the system's: STARLING_PROVIDER_CA.

      # The YAML file with settings; starling.yaml is read when it exists.
      # \(SettingsFile.environmentName)=

      """
    return heading + SettingDefinition.all.map(paragraph).joined()
  }

  private static func paragraph(_ definition: SettingDefinition) -> String {
    """

    # \(definition.help).
    # It wants \(definition.kind.wanted).
    # \(definition.name.environmentName)=\(definition.defaultText ?? "")

    """
  }
}
