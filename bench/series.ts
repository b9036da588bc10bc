import {type Measurement, median} from './measure.js'

/** The measurements under one name, one per round. */
export type Series = {readonly name: string; readonly runs: {readonly measured: Measurement; readonly calls?: number}[]}

export type SeriesTable = {
  add(name: string, measured: Measurement, calls?: number): void
  /** Renders Markdown with ratios to the first series. */
  render(): string
}

export function openSeriesTable(): SeriesTable {
  const all = new Map<string, Series>()
  return {
    add(name, measured, calls) {
      const series = all.get(name) ?? {name, runs: []}
      all.set(name, series)
      series.runs.push({measured, ...(calls !== undefined && {calls})})
    },
    render() {
      const rows = [...all.values()]
      const base = rows[0] === undefined ? undefined : medians(rows[0])
      return [
        '| run | wall | | CPU | | peak memory | | Route 53 calls |',
        '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
        ...rows.map((row) => renderRow(row, base ?? medians(row))),
      ].join('\n')
    },
  }
}

function renderRow(series: Series, base: Measurement): string {
  const {wallMs, cpuMs, peakMb} = medians(series)
  const counts = [...new Set(series.runs.map((run) => run.calls))].filter((calls) => calls !== undefined)
  const ratio = (value: number, unit: number) => `${(value / unit).toFixed(1)} ×`
  const cells = [
    series.name,
    `${Math.round(wallMs)} ms`,
    ratio(wallMs, base.wallMs),
    `${Math.round(cpuMs)} ms`,
    ratio(cpuMs, base.cpuMs),
    `${Math.round(peakMb)} MB`,
    ratio(peakMb, base.peakMb),
    counts.sort((a, b) => a - b).join(' or '),
  ]
  return `| ${cells.join(' | ')} |`
}

function medians({runs}: Series): Measurement {
  const of = (field: keyof Measurement) => median(runs.map((run) => run.measured[field]))
  return {wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMb: of('peakMb')}
}
