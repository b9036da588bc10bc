import {describe, expect, it} from 'vitest'
import type {StatusUpdate, StatusWriter} from '../../src/kubernetes/objects.js'
import {writeStatuses} from '../../src/pipeline/object-events.js'
import {DNS_ENDPOINTS} from '../../src/sources/object/resources.js'

const update = (name: string): StatusUpdate => ({
  resource: DNS_ENDPOINTS,
  object: {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name, namespace: 'd', labels: {}, annotations: {}},
  },
  status: {observedGeneration: 1},
})

describe('statuses', () => {
  it('are all written, and what fails is told once for each reason', async () => {
    const written: string[] = []
    const reasons: Record<string, string> = {a: 'forbidden', c: 'forbidden', d: 'changed'}
    const writer: StatusWriter = {
      writeStatus: async ({object}) => {
        written.push(object.metadata.name)
        return reasons[object.metadata.name]
      },
    }
    expect(await writeStatuses(['a', 'b', 'c', 'd'].map(update), writer)).toEqual([
      'the status of 2 DNSEndpoints was not written: forbidden',
      'the status of DNSEndpoint d/d was not written: changed',
    ])
    expect(written.sort()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('are written eight at a time', async () => {
    let underWay = 0
    let most = 0
    const writer: StatusWriter = {
      writeStatus: async () => {
        underWay += 1
        most = Math.max(most, underWay)
        await Promise.resolve()
        underWay -= 1
        return undefined
      },
    }
    expect(
      await writeStatuses(
        Array.from({length: 30}, (_, index) => update(`e${index}`)),
        writer,
      ),
    ).toEqual([])
    expect(most).toBe(8)
  })
})
