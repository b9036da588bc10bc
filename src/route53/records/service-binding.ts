import {isIPv4, isIPv6} from 'node:net'

/** `alpn="h3,h2"`, `port=8443`, `no-default-alpn` (RFC 9460 §2.1). */
const PARAMETER = '[a-z0-9-]+(?:=(?:"(?:[^"\\\\]|\\\\.)*"|[^\\s"]+))?'
const BINDING = new RegExp(`^\\s*(\\d{1,5})\\s+([^\\s"]+)((?:\\s+${PARAMETER})*)\\s*$`)

/**
 * The fields of an SVCB or HTTPS value, its parameters as written; undefined for other text. Priority 0 is an alias of its
 * target, and the target `.` the name of the record itself.
 */
export function parseServiceBinding(value: string) {
  const [, priority, target = '', rest = ''] = BINDING.exec(value) ?? []
  if (target === '' || Number(priority) > 65_535) return undefined
  return {target, parameters: Array.from(rest.matchAll(new RegExp(PARAMETER, 'g')), ([parameter]) => parameter)}
}

/** What is wrong with the parameters, as a phrase; unknown ones are left to Route 53. */
export function parameterProblem(parameters: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const parameter of parameters) {
    const [key = '', ...rest] = parameter.split('=')
    if (seen.has(key)) return `${key} is there twice`
    seen.add(key)
    const listed = rest.join('=').replaceAll('"', '')
    if (key === 'port' && !(/^\d{1,5}$/.test(listed) && Number(listed) <= 65_535)) return 'port must be 0 to 65535'
    if (key === 'ipv4hint' && !listed.split(',').every(isIPv4)) return 'ipv4hint must be IPv4 addresses'
    if (key === 'ipv6hint' && !listed.split(',').every(isIPv6)) return 'ipv6hint must be IPv6 addresses'
  }
  return undefined
}
