import {assertNever} from '../../dns/parsed.js'
import {plural} from '../../dns/phrase.js'
import type {RecordSet} from '../../dns/record-set.js'
import {type Change, type HostPlan, setOf} from '../../plan/change.js'
import {LABEL_WIDTH, type Row, remark} from '../layout/entry.js'
import type {Paint, Theme, VerboseLook} from '../layout/theme.js'
import {oneWord, type Word, words} from '../layout/wrap.js'
import {dataRemarks, remarksOf, type ShownTarget, setIdentifierText, targetsOf, updateFacts} from './record-set-text.js'

export type RowOptions = Pick<VerboseLook, 'theme' | 'isVerbose'>

/** A row before its remarks are put behind its content. */
interface Draft extends Row {
  readonly remarks: readonly string[]
}

/** The changes of a host's record sets; A and AAAA with the same content are one row. */
export function changeRows(host: HostPlan, options: RowOptions): readonly Row[] {
  const {theme} = options
  const drafts = isExchange(host)
    ? replacementRows(host, theme)
    : foldAddresses(host.changes.map((change) => rowsOf(change, host, options)))
  return drafts.map(({remarks, ...row}, index) => {
    const saysSet = index === 0 && host.setIdentifier !== undefined && !isExchange(host)
    const set = saysSet ? [setIdentifierText(host.setIdentifier)] : []
    const paint = row.paint === theme.delete ? theme.delete : theme.dim
    return {...row, content: [...row.content, ...remark([...set, ...remarks], paint)]}
  })
}

/** Record sets go and others come in their place. */
function isExchange({action, changes}: HostPlan): boolean {
  return action === 'replace' || (action === 'move' && changes.some(({kind}) => kind === 'delete'))
}

function rowsOf(change: Change, host: HostPlan, options: RowOptions): readonly Draft[] {
  const {create, delete: lost} = options.theme
  switch (change.kind) {
    case 'create': {
      const row = wholeSet(change.desired, host.setIdentifier)
      return host.action === 'create' ? [row] : [{...row, content: signed('+', row.content, create)}]
    }
    case 'delete': {
      const row = wholeSet(change.current, host.setIdentifier)
      return [{...row, paint: lost, content: painted(row.content, lost)}]
    }
    case 'update':
      return updateRows(change.current, change.desired, options)
    default:
      return assertNever(change)
  }
}

/** A record set that is created or deleted. */
function wholeSet(set: RecordSet, hostSetIdentifier?: string): Draft {
  return {label: set.type, content: list(targetsOf(set)), remarks: remarksOf(set, hostSetIdentifier)}
}

/** The values in one row, then a row for every other field; the first row has the type as its label. */
function updateRows(current: RecordSet, desired: RecordSet, options: RowOptions): readonly Draft[] {
  const {theme} = options
  const values = valuesRow(current, desired, options)
  const rows = updateFacts(current, desired).map(({name, before, after, consequence}, index): Draft => {
    const content = arrow(words(before), words(after), theme)
    const remarks = consequence === undefined ? [] : [consequence]
    const isLabel = name.length < LABEL_WIDTH && (index > 0 || values !== undefined)
    return isLabel ? {label: name, content, remarks} : {label: '', content: [...words(name), ...content], remarks}
  })
  const [first = {label: '', content: words('same values'), remarks: []}, ...rest] = [...(values ?? []), ...rows]
  return [{...first, label: desired.type}, ...rest]
}

/** Stays on one line with its value. */
const MOST_STAYING = 3

/** The values that change; undefined when none does. */
function valuesRow(current: RecordSet, desired: RecordSet, {theme, isVerbose}: RowOptions): Draft[] | undefined {
  const [before, after] = [targetsOf(current), targetsOf(desired)]
  const known = (targets: readonly ShownTarget[]) => new Set(targets.map(({key}) => key))
  const [keysBefore, keysAfter] = [known(before), known(after)]
  const gone = before.filter(({key}) => !keysAfter.has(key))
  const come = after.filter(({key}) => !keysBefore.has(key))
  const kept = after.filter(({key}) => keysBefore.has(key))
  if (gone.length + come.length === 0) return isVerbose ? [{label: '', content: list(kept), remarks: []}] : undefined
  // An alias has no TTL, and plain values have no health evaluation: each side says its own.
  const own = (set: RecordSet) => (current.data.kind === desired.data.kind ? [] : dataRemarks(set))
  const old = [...list(gone), ...remark(own(current), theme.delete)]
  const next = [...list(come), ...remark(own(desired), theme.create)]
  const content =
    gone.length === 0
      ? signed('+', next, theme.create)
      : come.length === 0
        ? signed('-', old, theme.delete)
        : arrow(old, next, theme)
  const names = isVerbose || kept.length <= MOST_STAYING ? textOf(list(kept)) : plural(kept.length, 'other value')
  return [{label: '', content, remarks: kept.length === 0 ? [] : [`${names} ${kept.length === 1 ? 'stays' : 'stay'}`]}]
}

/** `CNAME → A AAAA   a → alias b`; a row for each record set where one side has several, or a set is updated besides. */
function replacementRows(host: HostPlan, theme: Theme): readonly Draft[] {
  const drafts = host.changes.map((change): readonly Draft[] =>
    change.kind === 'update'
      ? updateRows(change.current, change.desired, {theme, isVerbose: false})
      : [wholeSet(setOf(change))],
  )
  const side = (kind: Change['kind']) => foldAddresses(drafts.filter((_, index) => host.changes[index]?.kind === kind))
  const [old, next, updated] = [side('delete'), side('create'), side('update')]
  const [from, to] = [old[0], next[0]]
  if (from !== undefined && to !== undefined && old.length + next.length + updated.length === 2) {
    const label = from.label === to.label ? to.label : `${from.label} ${theme.arrow} ${to.label}`
    return [{label, content: arrow(whole(from, theme.delete), whole(to, theme.create), theme), remarks: []}]
  }
  return [
    ...old.map((row): Draft => ({...row, content: signed('-', row.content, theme.delete)})),
    ...next.map((row): Draft => ({...row, content: signed('+', row.content, theme.create)})),
    ...updated,
  ]
}

function whole({content, remarks}: Draft, paint: Paint): readonly Word[] {
  return [...content, ...remark(remarks, paint)]
}

/** Joins A and AAAA rows with the same content into one labelled `A AAAA`. */
function foldAddresses(groups: readonly (readonly Draft[])[]): readonly Draft[] {
  const folded: (readonly Draft[])[] = []
  for (const group of groups) {
    const [first, ...rest] = folded.at(-1) ?? []
    if (first?.label === 'A' && group[0]?.label === 'AAAA' && factsOf([first, ...rest]) === factsOf(group)) {
      folded[folded.length - 1] = [{...first, label: 'A AAAA'}, ...rest]
    } else folded.push(group)
  }
  return folded.flat()
}

function factsOf(rows: readonly Draft[]): string {
  const facts = rows.map(({label, content, remarks}, index) => [index === 0 ? '' : label, textOf(content), remarks])
  return JSON.stringify(facts)
}

function textOf(content: readonly Word[]): string {
  return content.map(({text}) => text).join(' ')
}

/** The values, parted by commas. */
function list(targets: readonly ShownTarget[]): readonly Word[] {
  return targets.flatMap(({content}, index) =>
    index === targets.length - 1
      ? content
      : content.map((word, at) => (at === content.length - 1 ? {...word, text: `${word.text},`} : word)),
  )
}

function arrow(old: readonly Word[], next: readonly Word[], theme: Theme): readonly Word[] {
  return [...painted(old, theme.delete), oneWord(theme.arrow), ...painted(next, theme.create)]
}

export function signed(sign: '+' | '-', content: readonly Word[], paint: Paint): readonly Word[] {
  const [first, ...rest] = painted(content, paint)
  return first === undefined ? [oneWord(sign, {paint})] : [{...first, text: `${sign} ${first.text}`}, ...rest]
}

function painted(content: readonly Word[], paint: Paint): readonly Word[] {
  return content.map((word) => ({...word, paint}))
}
