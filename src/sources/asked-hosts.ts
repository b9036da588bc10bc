import type {Desired} from '../dns/endpoint.js'
import {type AskingObject, hostsOf} from './asking-object.js'
import {joinBounded, withoutRepetitions} from './bounded.js'
import type {HostStep} from './combine.js'
import {desired, joinDesired} from './desired.js'
import {listAt} from './object-field.js'
import type {SourceSettings} from './source-settings.js'

/** A host and the field that asks for it. */
export interface AskedHost {
  readonly host: string
  readonly field: string
}

/** The hosts of the `hostname` annotation, empty ones included; none under `--ignore-hostname-annotation`. */
export function annotatedHosts(asker: AskingObject, settings: SourceSettings): readonly AskedHost[] {
  if (settings.ignoresHostnameAnnotation) return []
  return hostsOf(asker, 'hostname').map((host) => ({host, field: 'annotation hostname'}))
}

/** The host of one field, if it has any. */
export function hostOf(host: string, field: string): readonly AskedHost[] {
  return host === '' ? [] : [{host, field}]
}

/** The hosts of a list: the texts themselves, or what `read` finds in each of its items; empty ones are left out. */
export function hostsIn(
  value: unknown,
  path: readonly string[],
  field: (index: number) => string,
  read: (item: unknown) => unknown = (item) => item,
): readonly AskedHost[] {
  return listAt(value, ...path).flatMap((item, index) => {
    const host = read(item)
    return typeof host === 'string' ? hostOf(host, field(index)) : []
  })
}

/** What becomes of the hosts, and the warnings about the object that asks for them. */
export function fromHosts(hosts: readonly AskedHost[], asker: AskingObject, step: HostStep): Desired {
  const [first] = hosts
  const found = joinBounded(withoutRepetitions(hosts), asker, first?.field ?? '', ({host, field}) => step(host, field))
  return joinDesired([desired({warnings: asker.warnings}), found])
}
