public import CoreMetrics
internal import Synchronization

extension PrometheusRegistry: MetricsFactory {
  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    counter(label, dimensions)
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    counter(label, dimensions)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    gauge(label, dimensions)
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    aggregate ? histogram(label, dimensions) : gauge(label, dimensions)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    histogram(label.hasSuffix("_seconds") ? label : label + "_seconds", dimensions)
  }

  public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

  // MARK: Series

  private func counter(_ label: String, _ dimensions: [(String, String)]) -> CounterSeries {
    let made = series(label, .counter, dimensions) { [rejected] _ in
      .counter(CounterSeries(rejected: rejected))
    }
    guard case .counter(let series) = made else { return CounterSeries(rejected: rejected) }
    return series
  }

  private func gauge(_ label: String, _ dimensions: [(String, String)]) -> GaugeSeries {
    let made = series(label, .gauge, dimensions) { [rejected] _ in .gauge(GaugeSeries(rejected: rejected)) }
    guard case .gauge(let series) = made else { return GaugeSeries(rejected: rejected) }
    return series
  }

  private func histogram(_ label: String, _ dimensions: [(String, String)]) -> HistogramSeries {
    let made = series(label, .histogram, dimensions) { [rejected] bounds in
      .histogram(HistogramSeries(bounds: bounds, rejected: rejected))
    }
    guard case .histogram(let series) = made else { return HistogramSeries(bounds: [], rejected: rejected) }
    return series
  }

  /// The series of these labels, made when it is new; nil when the name is another kind's or there are too many.
  private func series(
    _ label: String, _ kind: MetricKind, _ dimensions: [(String, String)], make: ([Double]) -> Series
  ) -> Series? {
    let name = MetricName.metric(label, kind: kind)
    let labels = MetricLabels(dimensions)
    let found = state.withLock { state -> Series? in
      if state.families[name] == nil {
        guard state.families.count < maxNames else { return nil }
        let bounds = state.descriptions[name]?.bounds ?? MetricBuckets.standard(forName: name)
        state.families[name] = Family(kind: kind, bounds: bounds)
      }
      guard let family = state.families[name], family.kind == kind else { return nil }
      if let known = family.series[labels] { return known }
      guard family.series.count < maxSeries else {
        let overflow = family.overflow ?? make(family.bounds)
        state.families[name]?.overflow = overflow
        return overflow
      }
      let new = make(family.bounds)
      state.families[name]?.series[labels] = new
      return new
    }
    if found == nil { unshown.count() }
    return found
  }

  /// Takes a series out; a series made again under its labels begins at zero. The overflow series belongs to many
  /// and stays.
  private func forget(_ handler: AnyObject) {
    state.withLock { state in
      for (name, family) in state.families {
        guard let labels = family.series.first(where: { $0.value.handler === handler })?.key else { continue }
        state.families[name]?.series[labels] = nil
        if family.series.count == 1, family.overflow == nil { state.families[name] = nil }
        return
      }
    }
  }
}
