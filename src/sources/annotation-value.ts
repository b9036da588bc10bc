import {trimDot} from '../dns/dns-name.js'
import {parseGoDuration} from '../dns/go-duration.js'
import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {MAX_TTL_SECONDS} from '../dns/ttl.js'

/**
 * Host names of an annotation, each once: every blank goes, commas part. Where nothing is left, one empty item stays,
 * since an object whose only host is empty has asked and no template is run for it; `finishSource` drops what came of it.
 */
export function toHostList(text: string): readonly string[] {
  const hosts = new Set(text.replaceAll(' ', '').trim().split(','))
  for (const host of hosts) if (host.trim() === '') hosts.delete(host)
  return hosts.size === 0 ? [''] : [...hosts]
}

/** Targets of an annotation, each without one trailing dot; empty items are dropped. */
export function toTargetList(text: string): readonly string[] {
  return [...new Set(toHostList(text).map(trimDot))].filter((target) => target !== '')
}

/**
 * Seconds, from a Go duration (fractions of a second are cut) or an integer: 1 to 2147483647 (RFC 2181 §8).
 * Source: spec sources.md §2.1.
 */
export function parseTtl(text: string): Parsed<number> {
  const duration = parseGoDuration(text)
  if (!duration.ok && !/^[-+]?\d+$/.test(text)) return problem('it is neither seconds nor a duration such as 10m')
  const seconds = duration.ok ? Math.trunc(duration.value) : Number(text)
  if (seconds < 1 || seconds > MAX_TTL_SECONDS) return problem(`a TTL is 1 to ${MAX_TTL_SECONDS} seconds`)
  return parsed(seconds)
}
