import {assertNever} from '../../dns/parsed.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Change, HostPlan} from '../../plan/change.js'
import {displayWidth} from '../layout/display-width.js'
import type {Row} from '../layout/entry.js'
import type {Paint, Theme} from '../layout/theme.js'
import {oneWord, REMARK_GAP, type Word, widthOfWords, words} from '../layout/wrap.js'
import {dataRemarks, remarksOf, setIdentifierText, targetsOf, updateFacts} from './record-set-text.js'

export interface RowOptions {
  readonly theme: Theme
  /** The width available to one row. */
  readonly room: number
  /** Also show the unchanged values of an update. */
  readonly isVerbose: boolean
}

const LONGEST_WHOLE_REMARK = 24
const FACT_LABELS: ReadonlySet<string> = new Set(['ttl', 'weight', 'region', 'failover', 'routing'])

/** The changes of a host's record sets; A and AAAA with the same content are one row. */
export function changeRows(host: HostPlan, options: RowOptions): Row[] {
  const arrow = host.action === 'replace' ? arrowRow(host, options) : undefined
  const rows =
    arrow === undefined ? foldAddresses(host.changes.map((change) => rowsOf(change, host, options))) : [arrow]
  const [first, ...rest] = rows
  if (first === undefined || host.setIdentifier === undefined) return rows
  // After the values of the first row, before its remarks.
  const at = first.content.findIndex((word, index) => index > 0 && word.gap === REMARK_GAP)
  const cut = at < 0 ? first.content.length : at
  const shown = remark(setIdentifierText(host.setIdentifier))
  return [{...first, content: [...first.content.slice(0, cut), ...shown, ...first.content.slice(cut)]}, ...rest]
}

/** A remark about the preceding text, after a wider gap. Short ones are not wrapped. */
export function remark(text: string, paint?: Paint): Word[] {
  const style = {gap: REMARK_GAP, paint}
  const whole = oneWord(text, style)
  return displayWidth(whole.text) <= LONGEST_WHOLE_REMARK ? [whole] : words(text, style)
}

function rowsOf(change: Change, host: HostPlan, options: RowOptions): Row[] {
  const {create, delete: lost} = options.theme
  switch (change.kind) {
    case 'create':
      return wholeSet(change.desired, host, host.action === 'create' ? '' : '+', create)
    case 'delete':
      return wholeSet(change.current, host, host.action === 'delete' ? '' : '-', lost)
    case 'update':
      return updateRows(change.current, change.desired, options)
    default:
      return assertNever(change)
  }
}

/** A record set that is created or deleted: its values on one line, then its properties. */
function wholeSet(set: RecordSet, host: HostPlan, marker: Row['marker'], paint: Paint): Row[] {
  const color = marker === '' ? undefined : paint
  const content = [
    ...targetsOf(set).flatMap((target, index) => withGap(target.content, index === 0 ? 1 : 2)),
    ...remarksOf(set, host.setIdentifier).flatMap((text) => remark(text)),
  ]
  return [{kind: 'record', label: set.type, marker, content: painted(content, color)}]
}

function updateRows(current: RecordSet, desired: RecordSet, options: RowOptions): Row[] {
  const rows = [...targetRows(current, desired, options)]
  for (const fact of updateFacts(current, desired)) {
    const [first = '', ...others] = fact.text.split(' ')
    const isLabel = rows.length > 0 && FACT_LABELS.has(first)
    const tail = fact.consequence === undefined ? [] : remark(fact.consequence, options.theme.dim)
    const content = words(isLabel ? others.join(' ') : fact.text)
    rows.push(record(isLabel ? first : '', '', [...content, ...tail]))
  }
  const [first, ...rest] = rows
  if (first === undefined) return [record(desired.type, '', words('same values'))]
  return [{...first, label: desired.type}, ...rest]
}

/** The values that stay, then those removed, then those added, one per line. */
function targetRows(current: RecordSet, desired: RecordSet, {theme, isVerbose}: RowOptions): Row[] {
  const before = targetsOf(current)
  const after = targetsOf(desired)
  const keysBefore = new Set(before.map((target) => target.key))
  const keysAfter = new Set(after.map((target) => target.key))
  const kept = after
    .filter((target) => keysBefore.has(target.key))
    .flatMap((target, index) => withGap(target.content, index === 0 ? 1 : 2))
  const gone = before.filter((target) => !keysAfter.has(target.key))
  const come = after.filter((target) => !keysBefore.has(target.key))
  const isSame = gone.length === 0 && come.length === 0
  if (isSame && !isVerbose) return []
  // An alias has no TTL, and plain values have no health evaluation: when one replaces the other, each side shows its
  // own.
  const changesKind = current.data.kind !== desired.data.kind
  const rows = kept.length === 0 ? [] : [record('', '', kept)]
  for (const [sets, set, marker, paint] of [
    [gone, current, '-', theme.delete],
    [come, desired, '+', theme.create],
  ] as const) {
    const remarks = changesKind ? dataRemarks(set).flatMap((text) => remark(text)) : []
    for (const target of sets) rows.push(record('', marker, painted([...target.content, ...remarks], paint)))
  }
  return rows
}

function record(label: string, marker: Row['marker'], content: readonly Word[]): Row {
  return {kind: 'record', label, marker, content}
}

/** Renders a replacement as `CNAME a ttl 300  ->  A AAAA alias b`, when it fits on one line. */
function arrowRow(host: HostPlan, {theme, room}: RowOptions): Row | undefined {
  const sides = (['delete', 'create'] as const).map((kind) =>
    foldAddresses(
      host.changes.flatMap((change) => {
        if (change.kind !== kind) return []
        const set = change.kind === 'create' ? change.desired : change.current
        return [wholeSet(set, host, '', theme.dim)]
      }),
    ),
  )
  const [old, next] = sides.map((rows) => (rows.length === 1 ? rows[0] : undefined))
  if (old === undefined || next === undefined) return undefined
  if (host.changes.some((change) => change.kind === 'update')) return undefined
  const content = [
    ...sideWords(old, theme.delete),
    oneWord('->', {gap: 2}),
    ...withGap(sideWords(next, theme.create), 2),
  ]
  return widthOfWords(content) <= room ? {kind: 'record', label: undefined, marker: '', content} : undefined
}

function sideWords(row: Row, paint: Paint): Word[] {
  return painted([...words(row.label ?? ''), ...withGap(row.content, 1)], paint)
}

/** Joins A and AAAA rows with the same content into one labelled `A AAAA`. */
function foldAddresses(groups: readonly (readonly Row[])[]): Row[] {
  const folded: Row[][] = []
  for (const group of groups) {
    const before = folded.at(-1)
    const first = before?.[0]
    if (first?.label === 'A' && group[0]?.label === 'AAAA' && before !== undefined && saysTheSame(before, group)) {
      before[0] = {...first, label: 'A AAAA'}
    } else folded.push([...group])
  }
  return folded.flat()
}

function saysTheSame(a: readonly Row[], b: readonly Row[]): boolean {
  const shown = (rows: readonly Row[]) =>
    JSON.stringify(
      rows.map((row, index) => [index === 0 ? '' : row.label, row.marker, row.content.map((word) => word.text)]),
    )
  return shown(a) === shown(b)
}

function withGap(content: readonly Word[], gap: number): Word[] {
  return content.map((word, index) => (index === 0 ? {...word, gap} : word))
}

function painted(content: readonly Word[], paint: Paint | undefined): Word[] {
  return paint === undefined ? [...content] : content.map((word) => ({...word, paint}))
}
