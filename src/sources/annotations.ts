import {compareText} from '../dns/record-set.js'
import type {KubeObject} from '../kubernetes/objects.js'

/** The prefix of external-dns since v0.22, and that of all versions before. */
export const DEFAULT_PREFIXES = ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'] as const

/** One annotation under one of our prefixes. */
export interface Annotation {
  /** The whole key, prefix included. */
  readonly key: string
  readonly value: string
}

/** The annotations of one object that are meant for us, by key without prefix (`hostname`, `aws-weight`). */
export interface Annotations {
  readonly byName: ReadonlyMap<string, Annotation>
  /** One sentence for every key that two prefixes give different values. */
  readonly conflicts: readonly string[]
}

/** Reads an object's annotations; an earlier prefix wins over a later one. Sorted by name, whatever the object's order. */
export function readAnnotations(object: KubeObject, prefixes: readonly string[]): Annotations {
  const byName = new Map<string, Annotation>()
  const conflicts: string[] = []
  const entries = Object.entries(object.metadata.annotations).sort(([a], [b]) => compareText(a, b))
  for (const prefix of prefixes) {
    for (const [key, value] of entries) {
      if (!key.startsWith(prefix)) continue
      const name = key.slice(prefix.length)
      const winner = byName.get(name)
      if (winner === undefined) byName.set(name, {key, value})
      else if (winner.value !== value) {
        conflicts.push(`${key}=${value} is not used: ${winner.key}=${winner.value} wins over it`)
      }
    }
  }
  return {byName: new Map([...byName].sort(([a], [b]) => compareText(a, b))), conflicts}
}

/** The value of an annotation, undefined when the object has none of that name. */
export function annotationOf(annotations: Annotations, name: string): string | undefined {
  return annotations.byName.get(name)?.value
}
