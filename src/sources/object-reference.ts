import {type Parsed, parsed, problem} from '../dns/parsed.js'

export interface ObjectReference {
  readonly namespace: string
  readonly name: string
}

/** `name` or `namespace/name`, as one object speaks of another; without a namespace in that of the speaker. */
export function parseObjectReference(text: string, ownNamespace: string): Parsed<ObjectReference> {
  const parts = text.split('/')
  const [namespace, name] = parts.length === 1 ? ['', parts[0]] : parts
  if (parts.length > 2 || name === undefined || name === '') {
    return problem(`"${text}" is neither a name nor namespace/name`)
  }
  return parsed({namespace: namespace || ownNamespace, name})
}
