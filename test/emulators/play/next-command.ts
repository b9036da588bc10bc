import {shellWord} from '../../../src/errors/shell-word.js'
import {sourceRows} from '../../deploy/source-rows.js'
import {valuesOf} from '../route53/record-set.js'
import type {Content} from './content.js'

/** The arguments of the program for this content: the sources that read its kinds, and the owner of its records. */
export async function planArguments({objects, zones}: Pick<Content, 'objects' | 'zones'>): Promise<readonly string[]> {
  const kinds = new Set(objects.map(({apiVersion, kind}) => kindKey(apiVersion, kind)))
  const rows = await sourceRows()
  const sources = rows.filter(({asks}) => asks.some(({group, kind}) => kinds.has(`${group}/${kind}`)))
  const owner = commonestOwner(zones.flatMap(({records = []}) => records.flatMap(valuesOf)))
  return ['plan', ...sources.map(({name}) => `--source=${name}`), shellWord(`--txt-owner-id=${owner ?? 'default'}`)]
}

/** One line that says what the emulators hold. */
export function contentText({objects, zones}: Pick<Content, 'objects' | 'zones'>): string {
  const counts = new Map<string, number>()
  for (const {kind} of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const kinds = [...counts].sort().map(([kind, count]) => `${count} ${kind}`)
  const zoneTexts = zones.map(({name, private: isPrivate, records = []}) => {
    const visibility = isPrivate === true ? 'private, ' : ''
    return `${name.replace(/\.$/, '')} (${visibility}${records.length === 0 ? 'empty' : `${records.length} record sets`})`
  })
  return `Kubernetes: ${kinds.join(', ') || 'no objects'}. Route 53: ${zoneTexts.join(', ') || 'no zones'}.`
}

function kindKey(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`
}

/** Of the ownership TXT in plain text; of two that are as common, the first in the zone. */
function commonestOwner(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) {
    const [, owner] = /^"heritage=external-dns,external-dns\/owner=([^,"]+)/.exec(value) ?? []
    if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}
