import {type DnsName, parseDnsName} from './dns-name.js'
import {type Parsed, parsed, problem} from './parsed.js'

/** One host, or with `isBelow` every host below a name, its wildcard record among them and the name itself not. */
export interface HostPattern {
  readonly name: DnsName
  readonly isBelow: boolean
}

/**
 * Reads a host, or `*.example.com` for all hosts below example.com, each as `parseDnsName` does. `\052.example.com`, as
 * Route 53 writes it, is the wildcard record alone.
 */
export function parseHostPattern(text: string): Parsed<HostPattern> {
  const [, below, rest = ''] = /^(\*\.)?(.*)$/s.exec(text.trim()) ?? []
  if (rest.includes('*'))
    return problem('a * is allowed only as the first label, as in *.example.com for all hosts below')
  const name = parseDnsName(rest.replace(/^\\052\./, '*.'))
  return name.ok ? parsed({name: name.value, isBelow: below !== undefined}) : name
}

/** As it is written in a flag. */
export function patternText({name, isBelow}: HostPattern): string {
  return isBelow ? `*.${name}` : name.replace(/^\*\./, '\\052.')
}

/** The hosts that are named one by one. */
export function namedHosts(patterns: readonly HostPattern[]): readonly DnsName[] {
  return patterns.filter(({isBelow}) => !isBelow).map(({name}) => name)
}

/** Tells of a stored name, or one in plan form, whether one of the patterns takes it. No pattern takes every name. */
export function hostMatcher(patterns: readonly HostPattern[]): (name: string) => boolean {
  const [exact, below] = [new Set<string>(), [] as string[]]
  for (const {name, isBelow} of patterns) isBelow ? below.push(`.${name}`) : exact.add(name)
  return (name) => patterns.length === 0 || exact.has(name) || below.some((ending) => name.endsWith(ending))
}
