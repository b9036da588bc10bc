import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type Route53Emulator, type Route53EmulatorOptions, startRoute53Emulator} from './emulator.js'
import {send, textsOf} from './wire-client.js'

let emulator: Route53Emulator

async function restart(options: Route53EmulatorOptions = {}): Promise<void> {
  await emulator?.close()
  const zones = [
    {name: 'example.com', id: 'Z1'},
    {name: 'inner.example', id: 'Z2', private: true},
  ]
  emulator = await startRoute53Emulator({zones, ...options})
}

beforeEach(() => restart())
afterEach(() => emulator.close())

const read = async (path: string) => (await send(emulator.url, path)).xml
const guardrailsOf = (xml: string) => {
  const statuses = [...xml.matchAll(/<Name>(\w+)<\/Name><Status>(\w+)<\/Status>/g)]
  return statuses.map(([, name, status]) => `${name} ${status}`)
}

describe('tier and features of a zone', () => {
  it('are STANDARD with the fixed guardrails on', async () => {
    const xml = await read('hostedzone/Z1')
    expect(xml).toContain('<PrivateZone>false</PrivateZone><HostedZoneTier>STANDARD</HostedZoneTier></Config>')
    expect(xml).toContain(
      '</ResourceRecordSetCount><Features><AcceleratedRecoveryStatus>DISABLED</AcceleratedRecoveryStatus><ChangeHistory><Status>DISABLED</Status></ChangeHistory><ChangeGuardrails>',
    )
    expect(guardrailsOf(xml)).toEqual([
      'NS_FORMAT_CHECK ENABLED',
      'NS_DELEGATION_AUTHORITY_CHECK ENABLED',
      'NS_OCCLUSION_CHECK DISABLED',
    ])
  })

  it('of a private zone are fallback instead of recovery, and no check of delegations', async () => {
    const xml = await read('hostedzone/Z2')
    expect(xml).toContain('<Features><PublicDNSFallbackStatus>DISABLED</PublicDNSFallbackStatus><ChangeHistory>')
    expect(guardrailsOf(xml)).toEqual(['NS_FORMAT_CHECK ENABLED', 'NS_OCCLUSION_CHECK DISABLED'])
  })

  it('take every status that a test gives them, known or not', async () => {
    emulator.addZone({
      name: 'example.org',
      id: 'Z3',
      features: {tier: 'ADVANCED', guardrails: {LUNAR_CHECK: 'ENABLED'}},
    })
    emulator.setFeatures('Z3', {
      acceleratedRecovery: 'ENABLE_FAILED',
      recoveryFailure: 'no & why',
      guardrails: {ACTIVE_RECORD_CHECK: 'ENABLED'},
    })
    const xml = await read('hostedzone/Z3')
    expect(xml).toContain('<HostedZoneTier>ADVANCED</HostedZoneTier>')
    expect(xml).toContain('<AcceleratedRecoveryStatus>ENABLE_FAILED</AcceleratedRecoveryStatus>')
    expect(xml).toMatch(
      /<ChangeHistory><Status>ENABLED<\/Status><RetentionStartsAt>[-\d]+T[:.\d]+Z<\/RetentionStartsAt><\/ChangeHistory><FailureReasons><AcceleratedRecovery>no &amp; why<\/AcceleratedRecovery><\/FailureReasons><ChangeGuardrails>/,
    )
    expect(guardrailsOf(xml)).toEqual([
      'NS_FORMAT_CHECK ENABLED',
      'NS_DELEGATION_AUTHORITY_CHECK ENABLED',
      'NS_OCCLUSION_CHECK DISABLED',
      'ALIAS_TARGET_CHECK DISABLED',
      'ACTIVE_RECORD_CHECK ENABLED',
      'ACTIVE_DELEGATION_CHECK DISABLED',
      'LUNAR_CHECK ENABLED',
    ])
  })

  it('lose on a lower tier what it lacks, and start the history anew on the higher one', async () => {
    emulator.setFeatures('Z2', {
      tier: 'ADVANCED',
      publicDnsFallback: 'ENABLED',
      guardrails: {NS_OCCLUSION_CHECK: 'ENABLED'},
    })
    const {retentionStartsAt: before = 0} = emulator.features('Z2')
    emulator.setFeatures('Z2', {tier: 'STANDARD'})
    const xml = await read('hostedzone/Z2')
    expect(xml).toContain(
      '<PublicDNSFallbackStatus>DISABLED</PublicDNSFallbackStatus><ChangeHistory><Status>DISABLED</Status></ChangeHistory>',
    )
    expect(guardrailsOf(xml)).toEqual(['NS_FORMAT_CHECK ENABLED', 'NS_OCCLUSION_CHECK ENABLED'])
    emulator.advanceClock(60_000)
    emulator.setFeatures('Z2', {tier: 'ADVANCED'})
    expect(emulator.features('Z2').retentionStartsAt).toBeGreaterThanOrEqual(before + 60_000)
  })

  it.each([
    ['features in GetHostedZone', {tiers: [2, 2, 1], features: [0, 0, 1]}],
    ['features everywhere', {tiers: [2, 2, 1], features: [2, 2, 1]}],
    ['none', {tiers: [0, 0, 0], features: [0, 0, 0]}],
  ] as const)('come as told: %s', async (zoneElements, {tiers, features}) => {
    await restart({zoneElements})
    const answers = await Promise.all(['hostedzone', 'hostedzonesbyname', 'hostedzone/Z1'].map(read))
    expect(answers.map((xml) => textsOf(xml, 'HostedZoneTier').length)).toEqual(tiers)
    expect(answers.map((xml) => xml.split('<Features>').length - 1)).toEqual(features)
  })
})
