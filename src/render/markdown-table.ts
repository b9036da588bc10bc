import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import {code} from './markdown-escape.js'
import {objectText, plural, zoneText} from './phrase.js'
import {setIdentifierText, targetsOf} from './record-set-text.js'

/** Further values of a record set are counted; the diff below the table has them all. */
const MOST_VALUES = 3
const LONGEST_VALUE = 100

export const DRASTIC_HEAD = ['| | Host | Zone | Record sets | Why |', '| --- | --- | --- | --- | --- |'] as const

/** One row of the table of what is deleted or replaced. */
export function drasticRow(host: HostPlan, zones: readonly Zone[]): string {
  const set = host.setIdentifier === undefined ? '' : ` ${code(setIdentifierText(host.setIdentifier))}`
  const cells = [
    `**${host.action}**`,
    `${code(host.name)}${set}`,
    code(zoneText(host.zone, zones)),
    recordSets(host),
    reason(host),
  ]
  return `| ${cells.join(' | ')} |`
}

function recordSets({changes}: HostPlan): string {
  const gone = changes.flatMap((change) => (change.kind === 'create' ? [] : [change.current]))
  const come = changes.flatMap((change) => (change.kind === 'delete' ? [] : [change.desired]))
  const sides = [gone, come].filter((side) => side.length > 0).map(sideText)
  return sides.length === 0 ? 'ownership TXT only' : sides.join(' -> ')
}

/** Types of one content, as A and AAAA of one alias, share it. */
function sideText(sets: readonly RecordSet[]): string {
  const types = new Map<string, string[]>()
  for (const set of sets) types.set(valuesText(set), [...(types.get(valuesText(set)) ?? []), set.type])
  return [...types].map(([values, names]) => `${names.join(' ')} ${values}`).join(', ')
}

function valuesText(set: RecordSet): string {
  const targets = targetsOf(set).map(({content}) => content.map(({text}) => text).join(' '))
  const shown = targets
    .slice(0, MOST_VALUES)
    .map((text) => code(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)} ...` : text))
  const rest = targets.length - shown.length
  return `${shown.join(' ')}${rest > 0 ? ` and ${plural(rest, 'more value')}` : ''}`
}

function reason({action, changes, origins, formerResources, notes}: HostPlan): string {
  const [origin, ...others] = origins
  if (origin !== undefined) {
    return `${code(objectText(origin))}${others.length === 0 ? '' : ` and ${plural(others.length, 'more object')}`}`
  }
  const was = formerResources.length === 0 ? '' : ` (was ${formerResources.map(code).join(', ')})`
  if (action === 'delete' && changes.length === 0) return `${notes.join('; ')}${was}`
  return action === 'delete' ? `no object asks for it any more${was}` : was.trim()
}
