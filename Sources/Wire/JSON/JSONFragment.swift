/// A text that was found to be one JSON object, to be put into a message as it stands: a tool's schema, its input.
///
/// Keeping it verbatim keeps a request's first bytes the same from turn to turn, which is what a provider's prompt
/// cache goes by.
public struct JSONFragment: Hashable, Sendable {
  /// The object's text.
  public let text: String

  /// - Throws: ``WireError`` if `text` is not one JSON object.
  public init(object text: String) throws(WireError) {
    let document = try JSONDocument(Array(text.utf8))
    guard document.root.isObject else { throw .notJSON(offset: 0) }
    self.text = text
  }

  private init(unchecked text: String) { self.text = text }

  /// `{}`
  public static let emptyObject = JSONFragment(unchecked: "{}")
}
