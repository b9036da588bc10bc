import {describe, expect, it} from 'vitest'
import {noteDeadTargets} from '../../src/pipeline/find-dead-targets.js'
import {NO_OBJECT_ASKED} from '../../src/plan/change.js'
import {alias, PRUNE, planFor, set, txt, wanted} from '../plan/builders.js'

const notFound = () => Object.assign(new Error('queryA ENOTFOUND'), {code: 'ENOTFOUND'})
const timedOut = () => Object.assign(new Error('queryA ETIMEOUT'), {code: 'ETIMEOUT'})

/** The notes of each host of a prune, with the answer for each name that is looked up. */
async function notes(errors: Readonly<Record<string, () => Error>>) {
  const stored = [
    set('address', 'A', '192.0.2.1'),
    txt('a-address'),
    set('canon', 'CNAME', 'gone.example.net.'),
    txt('cname-canon'),
    alias('front', 'A', 'lb-1.eu-west-1.elb.amazonaws.com'),
    alias('front', 'AAAA', 'lb-1.eu-west-1.elb.amazonaws.com'),
    txt('a-front'),
    txt('aaaa-front'),
  ]
  const asked: string[] = []
  const plan = planFor({stored, wants: [wanted('other', 'A', '192.0.2.9')], goal: PRUNE})
  const {zones} = await noteDeadTargets(plan, async (host) => {
    asked.push(host)
    const error = errors[host]
    if (error !== undefined) throw error()
    return ['192.0.2.1']
  })
  const found = zones.flatMap(({hosts}) => hosts.map((host) => [host.name, host.notes] as const))
  return {asked: asked.sort(), notes: Object.fromEntries(found)}
}

describe('the targets of what is deleted', () => {
  it('are looked up once, where they are names', async () => {
    expect((await notes({})).asked).toEqual(['gone.example.net', 'lb-1.eu-west-1.elb.amazonaws.com'])
  })

  it('that do not exist any more are told at their host, each once', async () => {
    const found = await notes({'gone.example.net': notFound, 'lb-1.eu-west-1.elb.amazonaws.com': notFound})
    expect(found.notes).toEqual({
      'address.shop.io': [NO_OBJECT_ASKED],
      'canon.shop.io': [NO_OBJECT_ASKED, 'gone.example.net no longer resolves'],
      'front.shop.io': [NO_OBJECT_ASKED, 'lb-1.eu-west-1.elb.amazonaws.com no longer resolves'],
    })
  })

  it('that nobody answers for may exist', async () => {
    const found = await notes({'gone.example.net': timedOut})
    expect(found.notes['canon.shop.io']).toEqual([NO_OBJECT_ASKED])
  })
})
