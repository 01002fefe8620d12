import Foundation
import Settings
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Telnyx connection")
struct TelnyxConnectionTests {
  private func connection(_ flags: [String: String], port: Int? = nil) throws -> TelnyxConnection {
    TelnyxConnection(try SettingsFixture.resolve(flags: flags), port: port)
  }

  @Test("the document is the one that Telnyx documents, with everything an agent needs")
  func document() throws {
    let connection = try connection([
      "public-url": "https://voice.example.com", "media-token": "8Zk2hK4kJ7Qw3vM1",
    ])
    #expect(connection.socketURL == "wss://voice.example.com/media/telnyx/8Zk2hK4kJ7Qw3vM1")
    #expect(
      connection.texml == """
        <?xml version="1.0" encoding="UTF-8"?>
        <Response>
          <Connect>
            <Stream url="wss://voice.example.com/media/telnyx/8Zk2hK4kJ7Qw3vM1" track="inbound_track" \
        bidirectionalMode="rtp" bidirectionalCodec="PCMU" enableReconnect="false"/>
          </Connect>
        </Response>
        """)
    #expect(connection.notes.isEmpty)
  }

  @Test("without a public address the local one is shown, with what is missing")
  func local() throws {
    let connection = try connection(["port": "0"], port: 4711)
    #expect(connection.socketURL == "ws://127.0.0.1:4711/media/telnyx")
    #expect(connection.notes.count == 3)
    #expect(try self.connection(["host": "::1"]).socketURL == "ws://[::1]:3650/media/telnyx")
    #expect(
      try self.connection(["tls-certificate": "c", "tls-key": "k"]).socketURL
        == "wss://127.0.0.1:3650/media/telnyx")
  }

  @Test("a rate other than 8 kHz is said")
  func rate() throws {
    let settings = try SettingsFixture.resolve()
    let wide = TelnyxConnection(settings, codec: "L16", sampleRate: 16_000)
    #expect(wide.texml.contains("bidirectionalCodec=\"L16\" bidirectionalSamplingRate=\"16000\""))
  }

  @Test("an address with characters that XML reserves comes out of a parser as it went in")
  func escaping() throws {
    let connection = try connection(["public-url": "wss://a.example/x&y'z"])
    #expect(connection.socketURL == "wss://a.example/x&y'z/media/telnyx")
    let reader = AttributeReader()
    let parser = XMLParser(data: Data(connection.texml.utf8))
    parser.delegate = reader
    #expect(parser.parse())
    #expect(reader.stream?["url"] == connection.socketURL)
    #expect(reader.path == ["Response", "Connect", "Stream"])
  }

  /// Remembers the order of elements and the attributes of `Stream`.
  private final class AttributeReader: NSObject, XMLParserDelegate {
    var path: [String] = []
    var stream: [String: String]?

    func parser(
      _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      path.append(element)
      if element == "Stream" { stream = attributes }
    }
  }
}
