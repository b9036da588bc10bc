import type {Target} from './cases.js'
import {MEASURES, type Measured} from './measured.js'
import type {Result} from './run-cases.js'

const WORDS: Readonly<Record<keyof Measured, string>> = {
  wall: 'wall',
  cpu: 'CPU',
  memory: 'peak memory',
  calls: 'calls to Route 53',
  throttled: 'throttled calls',
}

/** A program in the table. */
export type Column = {readonly name: string; readonly isOurs: boolean}

/** @param columns ours first; another checkout of ours has no target. @returns every case, in Markdown. */
export function renderResults(results: readonly Result[], columns: readonly Column[]): string {
  const names = columns.map(({name}) => name)
  const others = names.slice(1)
  const oursOf = (name: string) => results.find(({work}) => work.name === name)?.medians[0]
  return [
    row(['work', '', names[0] ?? '', ...others.flatMap((name) => [name, '×']), 'target']),
    row(['---', '---', '---:', ...others.flatMap(() => ['---:', '---:']), '---:']),
    ...results.flatMap((result) => linesOf(result, columns, oursOf)),
  ].join('\n')
}

/** @returns the cases for the README: wall time only. */
export function renderSummary(results: readonly Result[], columns: readonly Column[]): string {
  const names = columns.map(({name}) => name)
  const others = names.slice(1)
  return [
    row(['work', names[0] ?? '', ...others.flatMap((name) => [name, '×'])]),
    row(['---', '---:', ...others.flatMap(() => ['---:', '---:'])]),
    ...results.flatMap(({work, medians: [ours, ...theirs]}) => {
      if (work.inReadme === undefined || ours === undefined) return []
      const cells = theirs.flatMap(({wall}) => [show('wall', wall), (ours.wall / wall).toFixed(2)])
      return [row([work.inReadme, show('wall', ours.wall), ...cells])]
    }),
  ].join('\n')
}

function linesOf(
  result: Result,
  columns: readonly Column[],
  oursOf: (name: string) => Measured | undefined,
): readonly string[] {
  const {work, pages, medians} = result
  const [ours, ...theirs] = medians
  if (ours === undefined) return []
  const measures = MEASURES.filter((measure) => measure !== 'throttled' || work.hasBucket === true)
  return measures.map((measure, index) => {
    const target = work.targets[measure]
    const limit = target !== undefined && 'most' in target ? target.most({pages, oursOf}) : Number.POSITIVE_INFINITY
    const times = target !== undefined && 'times' in target ? target.times : Number.POSITIVE_INFINITY
    const others = theirs.flatMap((their, other) => {
      const isMissed = (ratio: number) => columns[other + 1]?.isOurs === false && ratio > times
      const ratio = ours[measure] / their[measure]
      return [show(measure, their[measure]), Number.isFinite(ratio) ? marked(ratio.toFixed(2), isMissed(ratio)) : '']
    })
    return row([
      index === 0 ? work.name : '',
      WORDS[measure],
      marked(show(measure, ours[measure]), ours[measure] > limit),
      ...others,
      targetText(measure, target, limit),
    ])
  })
}

function targetText(measure: keyof Measured, target: Target | undefined, limit: number): string {
  if (target === undefined) return ''
  if ('times' in target) return `≤ ${target.times} ×`
  return Number.isFinite(limit) && target.text.includes('×') ? `${target.text}: ${show(measure, limit)}` : target.text
}

function marked(text: string, isMissed: boolean): string {
  return isMissed ? `${text} (missed)` : text
}

function show(measure: keyof Measured, value: number): string {
  switch (measure) {
    case 'wall':
    case 'cpu':
      return `${(value / 1000).toFixed(value < 995 ? 3 : 2)} s`
    case 'memory':
      return `${Math.round(value)} MiB`
    case 'calls':
    case 'throttled':
      return String(value)
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`.replaceAll(/ {2,}/g, ' ')
}
