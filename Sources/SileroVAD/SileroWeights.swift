/// The tensors of the model file's 8 kHz half, by the last part of their names.
struct SileroWeights {
  /// The file has no such tensor: it is another model, or another version of it.
  struct Missing: Error {
    var reason: String
  }

  private var tensors: [String: [Float]] = [:]

  /// - Parameter file: an ONNX file whose `If` node holds the 8 kHz model in its `else_branch`.
  init(file: [UInt8]) throws(Missing) {
    guard let model = ProtobufField.all(in: file[...]),
      let graph = model.first(where: { $0.number == Field.modelGraph })?.bytes,
      let branch = Self.nodes(of: graph).lazy.compactMap(Self.elseBranch).first
    else { throw Missing(reason: "it is no ONNX file with an 8 kHz branch") }
    for node in Self.nodes(of: branch) { addConstant(node) }
  }

  /// The tensor whose name ends so, which must hold `count` values.
  func tensor(_ name: String, count: Int) throws(Missing) -> [Float] {
    guard let values = tensors.first(where: { $0.key.hasSuffix(name) })?.value, values.count == count else {
      throw Missing(reason: "it has no \(name) of \(count) values")
    }
    return values
  }

  /// Field numbers of onnx.proto (ONNX 1.x, IR version 8).
  private enum Field {
    static let modelGraph: UInt64 = 7
    static let graphNode: UInt64 = 1
    static let nodeOutput: UInt64 = 2
    static let nodeAttribute: UInt64 = 5
    static let attributeName: UInt64 = 1
    static let attributeTensor: UInt64 = 5
    static let attributeGraph: UInt64 = 6
    static let tensorType: UInt64 = 2
    static let tensorRawData: UInt64 = 9
  }

  private static func nodes(of graph: ArraySlice<UInt8>) -> [[ProtobufField]] {
    (ProtobufField.all(in: graph) ?? []).filter { $0.number == Field.graphNode }
      .compactMap { $0.bytes.flatMap(ProtobufField.all(in:)) }
  }

  private static func attributes(of node: [ProtobufField]) -> [[ProtobufField]] {
    node.filter { $0.number == Field.nodeAttribute }.compactMap { $0.bytes.flatMap(ProtobufField.all(in:)) }
  }

  private static func elseBranch(of node: [ProtobufField]) -> ArraySlice<UInt8>? {
    let branch = attributes(of: node).first {
      $0.contains { $0.number == Field.attributeName && $0.bytes?.elementsEqual("else_branch".utf8) == true }
    }
    return branch?.first { $0.number == Field.attributeGraph }?.bytes
  }

  private mutating func addConstant(_ node: [ProtobufField]) {
    guard let name = node.first(where: { $0.number == Field.nodeOutput })?.bytes,
      let tensor = Self.attributes(of: node).first?.first(where: { $0.number == Field.attributeTensor })?
        .bytes,
      let fields = ProtobufField.all(in: tensor),
      fields.first(where: { $0.number == Field.tensorType })?.integer == 1,
      let raw = fields.first(where: { $0.number == Field.tensorRawData })?.bytes
    else { return }
    let base = raw.startIndex
    tensors[String(decoding: name, as: UTF8.self)] = (0..<raw.count / 4).map { index in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(raw[base + index * 4 + $1]) << UInt32($1 * 8) }
      return Float(bitPattern: bits)
    }
  }
}
