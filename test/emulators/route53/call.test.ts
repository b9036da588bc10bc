import {ListResourceRecordSetProtectionsCommand} from '@aws-sdk/client-route-53'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import type {Operation} from './call.js'
import {type Route53Emulator, startRoute53Emulator} from './emulator.js'
import {openSdkClient, outcomeOf} from './sdk-client.js'
import {send} from './wire-client.js'

let emulator: Route53Emulator

beforeEach(async () => {
  emulator = await startRoute53Emulator({zones: [{name: 'example.com', id: 'Z1', features: {tier: 'ADVANCED'}}]})
})

afterEach(() => emulator.close())

describe('an operation', () => {
  const PATHS: Partial<Record<Operation, string>> = {
    ListResourceRecordSetProtections: 'hostedzone/Z1/rrsetprotection',
    CreateResourceRecordSetProtections: 'hostedzone/Z1/rrsetprotection',
    DeleteResourceRecordSetProtections: 'hostedzone/Z1/rrsetprotection/delete',
    ListHostedZoneChangeBatches: 'hostedzone/Z1/changebatches',
    GetHostedZoneChangeBatch: 'hostedzone/Z1/changebatches/C1',
    ListResourceRecordSetChanges: 'hostedzone/Z1/rrsetchanges',
  }
  const call = async (operation: Operation, path: string) => {
    const answer = await send(
      emulator.url,
      path,
      /^(Create|Delete)/.test(operation) ? `<${operation}Request/>` : undefined,
    )
    return [answer.status, answer.code]
  }

  it.each(Object.entries(PATHS) as [Operation, string][])(
    '%s can be denied or absent by itself',
    async (operation, path) => {
      const others = Object.entries(PATHS).filter(([other]) => other !== operation) as [Operation, string][]
      const before = await Promise.all(others.map(([other, otherPath]) => call(other, otherPath)))
      const allow = emulator.addFault({operation, action: 'accessDenied', times: Number.POSITIVE_INFINITY})
      expect(await call(operation, path)).toEqual([403, 'AccessDenied'])
      expect(await call(operation, path)).toEqual([403, 'AccessDenied'])
      allow()
      emulator.addFault({operation, action: 'absent', times: Number.POSITIVE_INFINITY})
      expect(await call(operation, path)).toEqual([404, undefined])
      expect(await Promise.all(others.map(([other, otherPath]) => call(other, otherPath)))).toEqual(before)
    },
  )

  it('that is absent has an answer that the SDK reads as an error with the status 404', async () => {
    emulator.addFault({operation: 'ListResourceRecordSetProtections', action: 'absent'})
    const command = new ListResourceRecordSetProtectionsCommand({HostedZoneId: 'Z1'})
    const client = openSdkClient(emulator.url)
    expect(await outcomeOf(client.send(command))).toMatchObject({status: 404})
    client.destroy()
    expect(emulator.calls.all().at(-1)).toMatchObject({status: 404, errorCode: 'UnknownOperationException'})
  })

  it('names the action that is denied; changes of sets have none of their own', async () => {
    emulator.addFault({action: 'accessDenied', times: 2})
    const batches = await send(emulator.url, 'hostedzone/Z1/changebatches')
    expect(batches.xml).toContain(
      'perform: route53:ListHostedZoneChangeBatches on resource: arn:aws:route53:::hostedzone/Z1',
    )
    const sets = await send(emulator.url, 'hostedzone/Z1/rrsetchanges')
    expect(sets.xml).toContain('perform: route53:GetHostedZoneChangeBatch on resource: arn:aws:route53:::hostedzone/Z1')
  })
})
