import {afterEach} from 'vitest'
import {type ConnectionOptions, openRoute53, type Route53Connection} from '../../src/route53/calls/client.js'
import type {Route53Settings} from '../../src/route53/route53-settings.js'
import {serveLoopback} from '../emulators/loopback-server.js'
import {type Route53Emulator, startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {ZoneInput} from '../emulators/route53/zone.js'
import {settings} from './builders.js'
import {stubAwsEnvironment} from './emulated.js'
import {makeVirtualClock} from './virtual-clock.js'

export interface Accounts {
  /** Emulators by the access key that sees them. */
  readonly emulators: ReadonlyMap<string, Route53Emulator>
  /** The roles that were assumed: `arn external-id profile`. */
  readonly roles: readonly string[]
  connect(changes: Partial<Route53Settings>): Route53Connection
}

const running: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((close) => close()))
})

/** One endpoint with several accounts behind it, selected by the access key. Closed after the test. */
export async function startAccounts(
  zonesByKey: Readonly<Record<string, readonly ZoneInput[]>>,
): Promise<{readonly url: string; readonly emulators: Accounts['emulators']}> {
  const emulators = new Map<string, Route53Emulator>()
  for (const [key, zones] of Object.entries(zonesByKey)) emulators.set(key, await startRoute53Emulator({zones}))
  const front = await serveLoopback(async ({method, path, query, headers, body}) => {
    const key = /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1] ?? ''
    const account = emulators.get(key)
    if (account === undefined) throw new Error(`no account for the key ${key}`)
    const answer = await fetch(`${account.url}${query.size === 0 ? path : `${path}?${query}`}`, {
      method,
      headers: {authorization: headers.authorization ?? '', 'content-type': 'text/xml'},
      ...(body !== '' && {body}),
    })
    return {kind: 'answer', status: answer.status, headers: {'content-type': 'text/xml'}, body: await answer.text()}
  })
  running.push(front.close, ...[...emulators.values()].map((emulator) => emulator.close))
  return {url: front.url, emulators}
}

/** Several accounts and a connection to them; a role's access key is the account in its ARN. */
export async function serveAccounts(zonesByKey: Readonly<Record<string, readonly ZoneInput[]>>): Promise<Accounts> {
  const {url, emulators} = await startAccounts(zonesByKey)
  stubAwsEnvironment({AWS_ENDPOINT_URL_ROUTE_53: url, AWS_ACCESS_KEY_ID: 'own'})
  const roles: string[] = []
  const assumeRole: NonNullable<ConnectionOptions['assumeRole']> = async ({roleArn, externalId, profile}) => {
    roles.push([roleArn, externalId ?? '-', profile ?? '-'].join(' '))
    return async () => ({accessKeyId: roleArn.split(':')[4] ?? '', secretAccessKey: 'x', sessionToken: 't'})
  }
  return {
    emulators,
    roles,
    connect: (changes) =>
      openRoute53(settings(changes), {environment: process.env, clock: makeVirtualClock(), assumeRole}),
  }
}
