/// The model's 8 kHz half, written anew for batches.
///
/// The published file convolves over four short frames, once for each window of a batch, and asks at every layer
/// which of several shapes it was given. The same arithmetic is one matrix product for each layer over the whole
/// batch: four frames are few enough to spell every convolution out as a dense matrix. That takes under a third of
/// the time (measured at 64 windows and more) and gives the same probabilities to the sixth digit. The weights are
/// read from the published file, and ONNX Runtime runs the result as it would run that.
///
/// Inputs `frames` [n, 4, 128] (the window with its context, continued by its own mirror image, in steps of 64) and
/// `state` [2, n, 128]; outputs `output` [n, 1] and `stateN` [2, n, 128].
struct SileroGraph {
  private var graph = ProtobufWriter()

  /// The bytes of an ONNX model.
  static func bytes(_ weights: SileroWeights) throws(SileroWeights.Missing) -> [UInt8] {
    var graph = SileroGraph()
    try graph.build(weights)
    var domain = ProtobufWriter()
    domain.put(1, text: "")
    domain.put(2, integer: 16)
    var model = ProtobufWriter()
    model.put(1, integer: 8)
    model.put(7, graph.graph)
    model.put(8, domain)
    return model.bytes
  }

  private mutating func build(_ weights: SileroWeights) throws(SileroWeights.Missing) {
    graph.put(2, text: "silero")
    let basis = try weights.tensor("stft.forward_basis_buffer", count: 130 * 128)
    constant("basis", [128, 130], transposed(basis, rows: 130, columns: 128))
    node("MatMul", ["frames", "basis"], ["spectrum"])
    node("Split", ["spectrum"], ["real", "imaginary"], ["axis": 2])
    node("Mul", ["real", "real"], ["real2"])
    node("Mul", ["imaginary", "imaginary"], ["imaginary2"])
    node("Add", ["real2", "imaginary2"], ["power"])
    node("Sqrt", ["power"], ["magnitude"])
    constant("row", [2], [-1, 260])
    node("Reshape", ["magnitude", "row"], ["layer0"])
    try convolution(0, weights, channels: 65, to: 128, frames: 4, step: 1)
    try convolution(1, weights, channels: 128, to: 64, frames: 4, step: 2)
    try convolution(2, weights, channels: 64, to: 64, frames: 2, step: 2)
    try convolution(3, weights, channels: 64, to: 128, frames: 1, step: 1)
    try memory(weights)
    try decision(weights)
    port(11, "frames", [nil, 4, 128])
    port(11, "state", [2, nil, 128])
    port(12, "output", [nil, 1])
    port(12, "stateN", [2, nil, 128])
  }

  /// A convolution of width 3 with a frame of zeros on both sides, as one matrix from all frames to all frames.
  private mutating func convolution(
    _ index: Int, _ weights: SileroWeights, channels: Int, to outputs: Int, frames: Int, step: Int
  ) throws(SileroWeights.Missing) {
    let kernel = try weights.tensor("encoder.\(index).reparam_conv.weight", count: outputs * channels * 3)
    let bias = try weights.tensor("encoder.\(index).reparam_conv.bias", count: outputs)
    let later = (frames + step - 1) / step
    var matrix = [Float](repeating: 0, count: frames * channels * later * outputs)
    for to in 0..<later {
      for tap in 0..<3 where (0..<frames).contains(to * step + tap - 1) {
        let from = to * step + tap - 1
        for channel in 0..<channels {
          let row = (from * channels + channel) * later * outputs + to * outputs
          for output in 0..<outputs { matrix[row + output] = kernel[(output * channels + channel) * 3 + tap] }
        }
      }
    }
    constant("weight\(index)", [frames * channels, later * outputs], matrix)
    constant("bias\(index)", [later * outputs], (0..<later).flatMap { _ in bias })
    node("Gemm", ["layer\(index)", "weight\(index)", "bias\(index)"], ["sum\(index)"])
    node("Relu", ["sum\(index)"], ["layer\(index + 1)"])
  }

  /// The recurrent layer. The weights' gates stand as input, forget, cell, output; ONNX wants input, output, forget,
  /// cell.
  private mutating func memory(_ weights: SileroWeights) throws(SileroWeights.Missing) {
    let input = reordered(try weights.tensor("decoder.rnn.weight_ih", count: 512 * 128))
    let recurrent = reordered(try weights.tensor("decoder.rnn.weight_hh", count: 512 * 128))
    let inputBias = reordered(try weights.tensor("decoder.rnn.bias_ih", count: 512))
    let recurrentBias = reordered(try weights.tensor("decoder.rnn.bias_hh", count: 512))
    constant("inputWeight", [1, 512, 128], input)
    constant("recurrentWeight", [1, 512, 128], recurrent)
    constant("gateBias", [1, 1_024], inputBias + recurrentBias)
    constant("first", [1], [0])
    node("Unsqueeze", ["layer4", "first"], ["sequence"])
    node("Split", ["state"], ["hidden", "cell"], ["axis": 0])
    node(
      "LSTM", ["sequence", "inputWeight", "recurrentWeight", "gateBias", "", "hidden", "cell"],
      ["", "nextHidden", "nextCell"], ["hidden_size": 128])
    node("Concat", ["nextHidden", "nextCell"], ["stateN"], ["axis": 0])
  }

  private mutating func decision(_ weights: SileroWeights) throws(SileroWeights.Missing) {
    constant("decisionWeight", [128, 1], try weights.tensor("decoder.decoder.2.weight", count: 128))
    constant("decisionBias", [1], try weights.tensor("decoder.decoder.2.bias", count: 1))
    node("Squeeze", ["nextHidden", "first"], ["heard"])
    node("Relu", ["heard"], ["positive"])
    node("Gemm", ["positive", "decisionWeight", "decisionBias"], ["logit"])
    node("Sigmoid", ["logit"], ["output"])
  }

  private func reordered(_ gates: [Float]) -> [Float] {
    let size = gates.count / 4
    return [0, 3, 1, 2].flatMap { gates[$0 * size..<($0 + 1) * size] }
  }

  private func transposed(_ matrix: [Float], rows: Int, columns: Int) -> [Float] {
    (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
  }

  // Field numbers of onnx.proto.

  private mutating func node(
    _ operation: String, _ inputs: [String], _ outputs: [String], _ attributes: [String: Int] = [:]
  ) {
    var node = ProtobufWriter()
    for input in inputs { node.put(1, text: input) }
    for output in outputs { node.put(2, text: output) }
    node.put(4, text: operation)
    for (name, value) in attributes {
      var attribute = ProtobufWriter()
      attribute.put(1, text: name)
      attribute.put(3, integer: value)
      attribute.put(20, integer: 2)
      node.put(5, attribute)
    }
    graph.put(1, node)
  }

  private mutating func constant(_ name: String, _ shape: [Int], _ values: [Float]) {
    var tensor = ProtobufWriter()
    for length in shape { tensor.put(1, integer: length) }
    tensor.put(2, integer: 1)
    tensor.put(8, text: name)
    tensor.put(9, floats: values)
    graph.put(5, tensor)
  }

  private mutating func constant(_ name: String, _ shape: [Int], _ values: [Int]) {
    var tensor = ProtobufWriter()
    for length in shape { tensor.put(1, integer: length) }
    tensor.put(2, integer: 7)
    for value in values { tensor.put(7, integer: value) }
    tensor.put(8, text: name)
    graph.put(5, tensor)
  }

  /// An input (field 11) or output (field 12); a length that is nil is the batch's.
  private mutating func port(_ field: Int, _ name: String, _ shape: [Int?]) {
    var lengths = ProtobufWriter()
    for length in shape {
      var dimension = ProtobufWriter()
      if let length { dimension.put(1, integer: length) } else { dimension.put(2, text: "n") }
      lengths.put(1, dimension)
    }
    var tensor = ProtobufWriter()
    tensor.put(1, integer: 1)
    tensor.put(2, lengths)
    var type = ProtobufWriter()
    type.put(1, tensor)
    var port = ProtobufWriter()
    port.put(1, text: name)
    port.put(2, type)
    graph.put(field, port)
  }
}
