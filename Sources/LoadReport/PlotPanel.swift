internal import Drawing

/// One of the plot's panels: some series over the count of calls.
struct PlotPanel {
  struct Series {
    var name: String
    var colour: String
    /// Without dots and dashed: a bound and not a measurement.
    var isBound = false
    var points: [(calls: Double, value: Double)]
  }

  var title: String
  var unit: String
  var series: [Series]

  static let ink = "#0f172a"
  static let faint = "#e2e8f0"

  /// Draws into the rectangle given, axis labels included.
  func draw(
    in drawing: inout SVGDrawing, x: Double, y: Double, width: Double, height: Double, calls: PlotScale
  ) {
    drawing.rectangle(x, y, width, height, fill: "#f8fafc", rounding: 8)
    drawing.text(title, x + 20, y + 30, size: 15, fill: Self.ink, isBold: true)
    drawing.text(unit, x + 20, y + 48, size: 12)
    legend(in: &drawing, right: x + width - 20, y: y + 30)
    let left = x + 62
    let right = x + width - 24
    let top = y + 70
    let bottom = y + height - 44
    let largest = series.flatMap(\.points).map(\.value).max() ?? 0
    let scale = PlotScale(covering: largest)
    for tick in scale.ticks {
      let level = bottom - scale.share(tick) * (bottom - top)
      drawing.line([(left, level), (right, level)], stroke: tick == 0 ? "#94a3b8" : Self.faint)
      drawing.text(scale.label(tick), left - 8, level + 4, size: 11, anchor: .end)
    }
    for tick in calls.ticks {
      let place = left + calls.share(tick) * (right - left)
      drawing.line([(place, bottom), (place, bottom + 4)], stroke: "#94a3b8")
      drawing.text(calls.label(tick), place, bottom + 18, size: 11, anchor: .middle)
    }
    drawing.text("calls at the same time", (left + right) / 2, bottom + 35, size: 11, anchor: .middle)
    guard series.contains(where: { !$0.isBound && !$0.points.isEmpty }) else {
      drawing.text("not measured", (left + right) / 2, (top + bottom) / 2, size: 13, anchor: .middle)
      return
    }
    for one in series.sorted(by: { $0.isBound && !$1.isBound }) {
      let places = one.points.map { point in
        (
          x: left + calls.share(point.calls) * (right - left),
          y: bottom - scale.share(point.value) * (bottom - top)
        )
      }
      drawing.line(
        places, stroke: one.colour, width: one.isBound ? 1.2 : 2.2, dashes: one.isBound ? "5 4" : nil)
      if one.isBound { continue }
      for place in places { drawing.dot(place.x, place.y, radius: 3.4, fill: "#ffffff", stroke: one.colour) }
    }
  }

  /// From the right, so that it never meets the title; a letter is at most 7.6 pixels wide at this size.
  private func legend(in drawing: inout SVGDrawing, right: Double, y: Double) {
    guard series.count > 1 else { return }
    var end = right
    for one in series.reversed() {
      drawing.text(one.name, end, y, size: 12, anchor: .end)
      end -= Double(one.name.count) * 7.6 + 6
      drawing.line(
        [(end - 20, y - 4), (end, y - 4)], stroke: one.colour, width: one.isBound ? 1.2 : 2.2,
        dashes: one.isBound ? "5 4" : nil)
      end -= 36
    }
  }
}
