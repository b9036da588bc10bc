import {afterEach, vi} from 'vitest'
import {type ConnectionOptions, openRoute53, type Route53Connection} from '../../src/route53/calls/client.js'
import type {Route53Settings} from '../../src/route53/route53-settings.js'
import {type Route53Emulator, type Route53EmulatorOptions, startRoute53Emulator} from '../emulators/route53/emulator.js'
import {settings} from './builders.js'
import {makeVirtualClock, type VirtualClock} from './virtual-clock.js'

export type Emulated = {
  readonly emulator: Route53Emulator
  readonly clock: VirtualClock
  connect(changes?: Partial<Route53Settings>, options?: Partial<ConnectionOptions>): Route53Connection
}

const running: Route53Emulator[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(running.splice(0).map((emulator) => emulator.close()))
})

/** An emulator for one test, to which the SDK's environment points; retries use a clock that jumps. */
export async function emulate(options: Route53EmulatorOptions = {}): Promise<Emulated> {
  const emulator = await startRoute53Emulator(options)
  running.push(emulator)
  stubAwsEnvironment({AWS_ENDPOINT_URL_ROUTE_53: emulator.url})
  const clock = makeVirtualClock()
  return {
    emulator,
    clock,
    connect: (changes, others) => openRoute53(settings(changes), {environment: process.env, clock, ...others}),
  }
}

/** Hides the machine's own AWS settings, and sets invalid keys. */
export function stubAwsEnvironment(variables: Readonly<Record<string, string>> = {}): void {
  const environment = {
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_REGION: undefined,
    AWS_DEFAULT_REGION: undefined,
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
}
