import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'

/**
 * `equal`: the zones must end as recorded. `laws`: external-dns failed there, so only laws 1 to 4 of docs/laws.md
 * count. `v0.23`: what changed in v0.23, recorded with it; in a step without zones it fails, and the laws count.
 */
export const CASE_KINDS = ['equal', 'laws', 'v0.23'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/** Kinds that only some cases have, for the source `unstructured`. */
export const CASE_RESOURCES = [
  {group: 'vm.example.org', versions: ['v1'], kind: 'Machine', plural: 'machines', isNamespaced: true},
] as const

export type CaseZone = {
  readonly name: string
  readonly private?: boolean
  readonly id?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly records?: readonly RecordSet[]
}

export type CaseStep = {
  readonly args: readonly string[]
  readonly cluster: readonly KubernetesObject[]
  /** Every zone after the step; not in `laws`. */
  readonly zones?: readonly CaseZone[]
  /** The Route 53 calls of external-dns; only in `equal`. */
  readonly calls?: Readonly<Record<string, number>>
}

/** One file of `equal`, `laws` or `v0.23`. The README next to them explains its fields. */
export type RecordedCase = {
  readonly kind: CaseKind
  readonly name: string
  readonly zones: readonly CaseZone[]
  readonly steps: readonly CaseStep[]
}

/** A case that is not read yet. Some names are in both folders, so `key` identifies it. */
export type CaseFile = {readonly kind: CaseKind; readonly name: string; readonly key: string; readonly path: string}

/** All cases whose name begins with one of the prefixes, or every case when there is none; by kind, then name. */
export function listCases(folder: string, prefixes: readonly string[] = []): readonly CaseFile[] {
  return CASE_KINDS.flatMap((kind) =>
    readdirSync(join(folder, kind))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => {
        const name = file.slice(0, -'.json'.length)
        return {kind, name, key: `${kind}/${name}`, path: join(folder, kind, file)}
      }),
  ).filter(
    ({key, name}) => prefixes.length === 0 || prefixes.some((text) => name.startsWith(text) || key.startsWith(text)),
  )
}

/** The files were written by a machine, so their shape is not validated. */
export function readCase({kind, name, path}: CaseFile): RecordedCase {
  return {...(JSON.parse(readFileSync(path, 'utf8')) as RecordedCase), kind, name}
}
