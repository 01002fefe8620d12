/// An SVG document that grows shape by shape. Lengths are in pixels from the upper left corner.
///
/// Source: SVG 1.1 (W3C Recommendation, second edition).
public struct SVGDrawing {
  /// Which part of a text stands at its place.
  public enum Anchor: String { case start, middle, end }

  private let width: Double
  private let height: Double
  private var shapes: [String] = []

  /// An empty drawing on white.
  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
    rectangle(0, 0, width, height, fill: "#ffffff")
  }

  /// The whole document, with a line feed at its end.
  public var document: String {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
      font-family="Inter, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif">
      \(shapes.joined(separator: "\n"))
      </svg>

      """
  }

  public mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String, rounding: Double = 0,
    opacity: Double = 1, title: String? = nil
  ) {
    add(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" rx=\"\(Self.number(rounding))\" fill=\"\(fill)\"\(Self.opacity(opacity))",
      "rect", title: title)
  }

  public mutating func line(
    _ points: [(x: Double, y: Double)], stroke: String, width: Double = 1, dashes: String? = nil
  ) {
    let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    let dashing = dashes.map { " stroke-dasharray=\"\($0)\"" } ?? ""
    shapes.append(
      "<polyline points=\"\(places)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(Self.number(width))\""
        + " stroke-linejoin=\"round\" stroke-linecap=\"round\"\(dashing)/>")
  }

  /// A filled shape with these corners.
  public mutating func polygon(_ points: [(x: Double, y: Double)], fill: String, title: String? = nil) {
    let places = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    add("<polygon points=\"\(places)\" fill=\"\(fill)\"", "polygon", title: title)
  }

  public mutating func dot(
    _ x: Double, _ y: Double, radius: Double, fill: String, stroke: String, title: String? = nil
  ) {
    add(
      "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\" fill=\"\(fill)\" "
        + "stroke=\"\(stroke)\" stroke-width=\"2\"", "circle", title: title)
  }

  public mutating func text(
    _ text: String, _ x: Double, _ y: Double, size: Double, fill: String = "#475569",
    anchor: Anchor = .start, isBold: Bool = false
  ) {
    let weight = isBold ? " font-weight=\"600\"" : ""
    shapes.append(
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"\(Self.number(size))\" fill=\"\(fill)\""
        + " text-anchor=\"\(anchor.rawValue)\"\(weight)>\(Self.escaped(text))</text>")
  }

  /// - Parameter title: what a browser shows when the shape is pointed at.
  private mutating func add(_ shape: String, _ element: String, title: String?) {
    shapes.append(title.map { "\(shape)><title>\(Self.escaped($0))</title></\(element)>" } ?? "\(shape)/>")
  }

  private static func opacity(_ opacity: Double) -> String {
    opacity < 1 ? " fill-opacity=\"\(Fixed.text(opacity, digits: 2))\"" : ""
  }

  /// Text without markup; control characters, which XML cannot hold, are left out.
  public static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      default: if character.value >= 0x20 { escaped.unicodeScalars.append(character) }
      }
    }
    return escaped
  }

  private static func number(_ value: Double) -> String {
    let text = Fixed.text(value, digits: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
