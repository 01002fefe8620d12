import AgentFiles
import Conversation
import Testing
import Wire

@Suite("Providers, tools and prices in files")
struct ProviderFileTests {
  private static let head = AgentFileTests.head

  @Test("providers, tools, transfers and limits arrive")
  func everything() throws {
    let yaml =
      Self.head + """
        providers:
          recogniser: [{vendor: deepgram, model: nova-3}, {vendor: embedded}]
          model:
            - {vendor: anthropic, model: claude-haiku-4-5, temperature: 0.3, max_tokens: 200}
            - {vendor: openai, model: llama, base_url: "http://127.0.0.1:8080/v1/"}
          voice: [{vendor: cartesia, model: sonic-3, voice: abc}, {vendor: embedded}]
          hedge: true
        tools:
          - name: book_visit
            description: Books a visit.
            parameters:
              type: object
              properties:
                day: {type: string, enum: [Tuesday, "5"]}
                people: {type: integer, minimum: 1, maximum: 20}
              required: [day]
              additionalProperties: false
            url: https://example.com/book?x=1
            timeout_seconds: 3.5
            filler: One moment.
            secret_env: BOOKING_SECRET
          - {name: look_up, description: Looks., url: "https://example.com/look", side_effects: false}
        transfers: [{name: sales, to: "+15550100", description: Wants to buy.}]
        limits: {tool_steps: 3, budget_usd: 0.5, daily_budget_usd: 20}
        """
    let agent = try AgentFile.parse(yaml: yaml, name: "a.yaml")
    #expect(agent.providers.recogniser.map(\.name) == ["deepgram/nova-3", "embedded"])
    #expect(agent.providers.model[0].parameters.temperature == 0.3)
    #expect(agent.providers.model[0].parameters.maxTokens == 200)
    #expect(agent.providers.model[1].baseURL == "http://127.0.0.1:8080/v1")
    #expect(agent.providers.voice[0].voice == "abc" && agent.providers.hedges)
    let tool = agent.tools[0]
    #expect(
      tool.parameters.json
        == "{\"type\":\"object\",\"properties\":{\"day\":{\"type\":\"string\",\"enum\":[\"Tuesday\",\"5\"]},"
        + "\"people\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":20}},\"required\":[\"day\"],"
        + "\"additionalProperties\":false}")
    #expect(
      tool.timeoutSeconds == 3.5 && tool.filler == "One moment." && tool.secretVariable == "BOOKING_SECRET")
    #expect(tool.hasSideEffects && !agent.tools[1].hasSideEffects && agent.tools[1].parameters == .none)
    #expect(
      agent.transfers == [
        {
          var target = TransferTarget(name: "sales", address: "+15550100")
          target.description = "Wants to buy."
          return target
        }()
      ])
    #expect(agent.limits.toolSteps == 3 && agent.limits.budgetUSD == 0.5 && agent.limits.dailyBudgetUSD == 20)
    #expect(agent.fixedPieces.contains("One moment."))
  }

  @Test(
    "a mistake is named with its line and column",
    arguments: [
      (
        "providers: {model: [{vendor: antropic, model: x}]}",
        "a.yaml:4:30: \"antropic\" is no value for \"vendor\"; expected anthropic, cartesia, deepgram, elevenlabs, embedded, openai, scripted; did you mean \"anthropic\"?"
      ),
      (
        "providers: {model: [{vendor: deepgram, model: x}]}",
        "a.yaml:4:30: \"deepgram\" is no value for \"vendor\"; expected anthropic, openai, scripted for a model"
      ),
      ("providers: {model: [{vendor: anthropic}]}", "a.yaml:4:21: a model needs the key \"model\""),
      ("providers: {voice: [{vendor: cartesia}]}", "a.yaml:4:21: a voice needs the key \"voice\""),
      ("providers: {model: []}", "a.yaml:4:20: \"model\" must be a list of one to eight providers"),
      (
        "providers: {voice: [{vendor: embedded}, {vendor: embedded}]}",
        "a.yaml:4:41: the voice \"embedded\" appears twice"
      ),
      (
        "providers: {recogniser: [{vendor: deepgram, temperature: 1}]}",
        "a.yaml:4:45: unknown key \"temperature\""
      ),
      (
        "providers: {model: [{vendor: openai, model: m, temperature: nan}]}",
        "a.yaml:4:61: \"nan\" is no value for \"temperature\"; expected a number from 0.0 to 2.0"
      ),
      (
        "providers: {model: [{vendor: openai, model: m, base_url: \"http://example.com\"}]}",
        "a.yaml:4:58: \"http://example.com\" is no value for \"base_url\"; expected https://…, or http:// to a private address, without a user name or a fragment"
      ),
      (
        "tools: [{name: end_call, description: d, url: \"https://e.com\"}]",
        "a.yaml:4:16: \"end_call\" is no value for \"name\"; expected a name that no built-in tool has"
      ),
      ("tools: [{name: a, description: d}]", "a.yaml:4:9: a tool needs the key \"url\""),
      (
        "tools: [{name: a, description: d, url: \"https://e.com\", parameters: {type: string}}]",
        "a.yaml:4:69: the parameters of the tool \"a\" cannot be used: \"type\" must be \"object\" at the top of a tool's parameters"
      ),
      (
        "tools: [{name: a, description: d, url: \"https://e.com\", parameters: {type: object, properties: {b: {typ: string}}}}]",
        "a.yaml:4:69: the parameters of the tool \"a\" cannot be used: \"properties.b.typ\" is not supported in a tool's schema; did you mean \"type\"?"
      ),
      (
        "tools: [{name: a, description: d, url: \"https://e.com\", secret_env: hunter2}]",
        "a.yaml:4:69: \"secret_env\" must be the name of an environment variable, such as BOOKING_SECRET"
      ),
      (
        "tools: [{name: a, description: d, url: \"https://e.com\", timeout_seconds: 90}]",
        "a.yaml:4:74: \"90\" is no value for \"timeout_seconds\"; expected a number from 0.1 to 30.0"
      ),
      (
        "transfers: [{name: a, to: mum}]",
        "a.yaml:4:27: \"mum\" is no value for \"to\"; expected a number such as \"+15550100\", in quotes, or sip:…"
      ),
      (
        "limits: {budget_usd: -1}",
        "a.yaml:4:22: \"-1\" is no value for \"budget_usd\"; expected a number from 0.001 to 10000.0"
      ),
    ])
  func mistakes(yaml: String, description: String) {
    #expect(AgentFileTests.problem(Self.head + yaml) == description)
  }

  @Test(
    "a key is sent only where it is encrypted or does not leave the house",
    arguments: [
      ("https://api.example.com/v1", true), ("http://localhost:8080", true), ("http://10.1.2.3/x", true),
      ("http://[::1]:80", true), ("http://ollama:11434", true), ("http://172.20.0.1", true),
      ("http://172.32.0.1", false), ("http://10.example.com", false), ("http://api.example.com", false),
      ("https://user:pass@example.com", false), ("ftp://example.com", false), ("https://", false),
      ("https://exa mple.com", false), ("http://10.1.2.3@example.com", false),
      ("https://example.com/#a", false),
      ("http://127.0.0.1\\@example.com", false),
    ])
  func addresses(url: String, isUsable: Bool) {
    let yaml = Self.head + "providers: {model: [{vendor: openai, model: m, base_url: '\(url)'}]}"
    #expect((AgentFileTests.problem(yaml) == nil) == isUsable)
  }

  @Test("a price table is read, and its mistakes are named")
  func prices() throws {
    let yaml = """
      line: {per_minute: 0.007}
      recogniser: {deepgram/nova-3: {per_minute: 0.0077}}
      model: {anthropic/claude-haiku-4-5: {input: 1, cached_input: 0.1, output: 5}}
      voice: {cartesia: {per_million_characters: 35}}
      """
    let table = try PriceFile.parse(yaml: yaml, name: "p.yaml")
    #expect(table.linePerMinute == 0.007 && table.recognisers == ["deepgram/nova-3": 0.0077])
    #expect(
      table.models["anthropic/claude-haiku-4-5"] == PriceTable.Model(input: 1, cachedInput: 0.1, output: 5))
    #expect(PriceTable.entry("cartesia/sonic-3", in: table.voices) == 35)
    func problem(_ yaml: String) -> String? {
      do throws(AgentFileError) {
        _ = try PriceFile.parse(yaml: yaml, name: "p.yaml")
        return nil
      } catch { return error.description }
    }
    #expect(problem("lines: {}") == "p.yaml:1:1: unknown key \"lines\"; did you mean \"line\"?")
    #expect(
      problem("voice: {a: {per_million_characters: .nan}}")
        == "p.yaml:1:37: \"per_million_characters\" must be a number from 0.0 to 100000.0")
    #expect(problem("model: {a: {input: 1}}") == "p.yaml:1:12: a needs the key \"output\"")
  }

  @Test("any cut of a file with tools is read or refused, never a crash", arguments: 0..<40)
  func cut(step: Int) {
    let yaml =
      Self.head
      + "tools: [{name: a, description: d, url: \"https://e.com\", parameters: {type: object, properties: {b: {enum: [1, ~, true, x], items: {type: [string, 'null']}}}}}]"
    _ = AgentFileTests.problem(String(yaml.prefix(yaml.count * step / 40)))
  }
}
