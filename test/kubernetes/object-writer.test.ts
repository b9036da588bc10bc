import {text} from 'node:stream/consumers'
import {expect, it} from 'vitest'
import {makeObjectWriter} from '../../src/kubernetes/object-writer.js'
import type {ObjectEvent} from '../../src/kubernetes/objects.js'
import {kubeconfig, temporaryFolder, writeFile} from './kubeconfig-file.js'
import {json, scriptedApi} from './scripted-api.js'

/** The Event that is sent for an object by that name. */
async function sent(name: string, note = 'done') {
  const bodies: Promise<string>[] = []
  const api = await scriptedApi([
    (request, response) => {
      bodies.push(text(request))
      json(201, {})(request, response)
    },
  ])
  const file = writeFile(temporaryFolder(), 'config', kubeconfig('dev', api.url))
  const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 5000}
  const metadata = {name, namespace: 'web', labels: {}, annotations: {}}
  const object = {apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata}
  const event: ObjectEvent = {object, reason: 'RecordReady', action: 'Created', note}
  expect(await (await makeObjectWriter(settings, {})).writeEvent(event)).toBeUndefined()
  return JSON.parse((await bodies[0]) ?? '')
}

it('an Event has a name that an API server takes, however long that of the object is', async () => {
  expect((await sent('shop')).metadata.name).toMatch(/^shop\.[0-9a-f]{16}$/)
  const long = `${'a'.repeat(235)}-${'b'.repeat(17)}`
  const {metadata, regarding} = await sent(long)
  expect(metadata.name).toMatch(/^a{235}\.[0-9a-f]{16}$/)
  expect(metadata.name.length).toBeLessThanOrEqual(253)
  expect(regarding.name).toBe(long)
})

it('a note is cut between characters', async () => {
  const {note} = await sent('shop', `${'x'.repeat(1020)}🙂🙂`)
  expect(note).toBe(`${'x'.repeat(1020)}…`)
})
