import {spawnSync} from 'node:child_process'

export type ReferenceVersion = 'v0.22' | 'v0.23'

/** A difference that is meant: between the versions of external-dns, or between v0.23 and this program. */
export type Exception = {
  /** Absent: in both. */
  readonly only?: ReferenceVersion
  /** A flag that all steps concerned have. */
  readonly flag?: RegExp
  /** Found in the subject of a difference, or in the JSON of a change. */
  readonly about: RegExp
  readonly reason: string
}

const EXCEPTIONS: readonly Exception[] = [
  {
    about: /"TLSA"|\bTLSA$|typed\+tlsa/,
    reason: 'external-dns makes a TLSA record once, does not read it, and sends CREATE again; its TXT has a label here',
  },
  {
    only: 'v0.23',
    about: /\btlsa-/,
    reason: 'v0.23 takes the old-format TXT of a host tlsa-web for that of a TLSA record of web',
  },
  {
    flag: /^--fqdn-template|^--target-template|^--fqdn-target-template/,
    only: 'v0.22',
    about: /./,
    reason: 'v0.22 has no second try of a template on the JSON, and no Go names of the keys of unstructured objects',
  },
  {
    flag: /^--annotation-filter/,
    only: 'v0.22',
    about: /./,
    reason: 'with the source crd, v0.22 takes one DNSEndpoint that does not match the filter for an empty list',
  },
  {
    flag: /^--managed-record-types=NS$/,
    about: /"(\w+-own\.)?example\.com"| (\w+-own\.)?example\.com\. \w+$/,
    reason: 'a managed NS makes the NS set of the zone itself one without an owner, beside which nothing is made',
  },
  {
    flag: /^--source=gateway-/,
    about: /./,
    reason: 'the order of the hosts of a Route, and Gateways of another controller, whose records are kept here',
  },
]

/** The exception for a difference or a change; undefined when it is not meant. A version that is unknown is both. */
export function exceptionFor(
  text: string,
  args: readonly string[],
  version: ReferenceVersion | undefined,
): Exception | undefined {
  return EXCEPTIONS.find(
    ({only, flag, about}) =>
      (only === undefined || version === undefined || only === version) &&
      (flag === undefined || args.some((arg) => flag.test(arg))) &&
      about.test(text),
  )
}

/** Undefined when the binary does not tell, as one that was built without a version. */
export function versionOf(binary: string): ReferenceVersion | undefined {
  const {stdout, stderr} = spawnSync(binary, ['--version'], {encoding: 'utf8'})
  const minor = /\bv?0\.(2[23])\./.exec(`${stdout}${stderr}`)?.[1]
  return minor === '22' ? 'v0.22' : minor === '23' ? 'v0.23' : undefined
}
