import type {KubernetesObject} from './object-store.js'
import {Denial, statusOf} from './status.js'

export type Predicate = (object: KubernetesObject) => boolean

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?'
const VALUE = '[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?'
const EQUALITY = new RegExp(`^(${NAME})\\s*(==|=|!=)\\s*(${VALUE})?$`)
const MEMBERSHIP = new RegExp(`^(${NAME})\\s+(in|notin)\\s*\\(([^()]*)\\)$`)
const EXISTENCE = new RegExp(`^(!?)\\s*(${NAME})$`)

/** `a=b,c!=d,e in (f,g),h notin (i),j,!k`. @throws a Denial with status 400. */
export function parseLabelSelector(text: string): Predicate {
  const requirements = splitOutsideParentheses(text).map(parseRequirement)
  return (object) => requirements.every((requirement) => requirement(object.metadata.labels ?? {}))
}

function parseRequirement(text: string): (labels: Readonly<Record<string, string>>) => boolean {
  const [, equalKey, operator, value = ''] = EQUALITY.exec(text) ?? []
  if (equalKey !== undefined) return (labels) => (labels[equalKey] === value) === (operator !== '!=')
  const [, setKey, membership, list = ''] = MEMBERSHIP.exec(text) ?? []
  if (setKey !== undefined) {
    const values = list.split(',').map((item) => item.trim())
    return (labels) => {
      const label = labels[setKey]
      return (label !== undefined && values.includes(label)) === (membership === 'in')
    }
  }
  const [, negation, existingKey] = EXISTENCE.exec(text) ?? []
  if (existingKey !== undefined) return (labels) => (labels[existingKey] !== undefined) === (negation === '')
  throw new Denial(statusOf(400, 'BadRequest', `unable to parse requirement: found '${text}'`))
}

/** `metadata.name` and `metadata.namespace`, the two fields that every resource has. @throws a Denial with status 400. */
export function parseFieldSelector(text: string): Predicate {
  const requirements = text.split(',').map((part) => {
    const [, field, operator, value = ''] = /^(.+?)(==|=|!=)(.*)$/.exec(part) ?? []
    if (field === undefined)
      throw new Denial(statusOf(400, 'BadRequest', `invalid selector: '${text}'; can't understand '${part}'`))
    if (field !== 'metadata.name' && field !== 'metadata.namespace') {
      throw new Denial(statusOf(400, 'BadRequest', `field label not supported: ${field}`))
    }
    return ({metadata}: KubernetesObject) =>
      ((field === 'metadata.name' ? metadata.name : (metadata.namespace ?? '')) === value) === (operator !== '!=')
  })
  return (object) => requirements.every((requirement) => requirement(object))
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
