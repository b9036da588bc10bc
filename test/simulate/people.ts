import type {Change} from '../emulators/route53/record-set.js'
import {makeRandom, pick} from '../faults/random.js'
import {showAnswer} from './account.js'
import {type Request, showRequest} from './requests.js'
import {hostOf, makeSet, ownershipText, showChanges, typedTextName, withValues} from './sets.js'
import {call, type Stage} from './stage.js'
import {type ActorSpec, drawRequest, OTHER_TEXT, resourceOf, zoneIdOf} from './world.js'

/** A person with a console, who looks at nothing. */
export async function writeByHand(stage: Stage, actor: string, {host, seed}: ActorSpec): Promise<void> {
  const random = makeRandom(seed)
  const {account} = stage
  const zoneId = zoneIdOf(host)
  const text = typedTextName(host, 'A')
  const stored = (name: string, id: string) =>
    (account.zones().find((one) => one.id === id)?.records ?? []).filter((set) => hostOf(set) === name)
  const change = (id: string, changes: readonly Change[]) =>
    changes.length === 0
      ? 'nothing is there'
      : `${showChanges(changes)}: ${showAnswer(account.change(id, changes, actor))}`
  /** In place of what is there of that type, whatever its routing, or anew. */
  const put = (id: string, name: string, type: string, values: readonly string[]) => {
    const there = stored(name, id).filter(({Type}) => Type === type)
    const sets = there.length === 0 ? [makeSet(name, type, values)] : there.map((set) => withValues(set, type, values))
    return change(
      id,
      sets.map((set) => ({Action: 'UPSERT', ResourceRecordSet: set})),
    )
  }
  const remove = (id: string, name: string) =>
    change(
      id,
      stored(name, id)
        .filter(({Type}) => Type !== 'NS' && Type !== 'SOA')
        .map((set) => ({Action: 'DELETE', ResourceRecordSet: set})),
    )
  const deeds: Readonly<Record<string, () => string>> = {
    'writes an address': () => put(zoneId, host, 'A', [`192.0.2.${1 + Math.floor(random() * 3)}`]),
    'deletes the records': () => remove(zoneId, host),
    'deletes the TXT': () => remove('Z1', text),
    'gives it to blue': () => put('Z1', text, 'TXT', [ownershipText('blue', resourceOf(host))]),
    'writes a TXT': () => put('Z1', text, 'TXT', [OTHER_TEXT]),
    'adds a value to the TXT': () => put('Z1', text, 'TXT', [ownershipText('red', resourceOf(host)), OTHER_TEXT]),
    'protects it': () => {
      for (const type of ['A', 'AAAA', 'CNAME']) account.protect(zoneId, host, type)
      return 'protected'
    },
    'lifts the protections': () => {
      account.unprotect()
      return 'lifted'
    },
  }
  for (const _deed of ['first', 'second', 'third']) {
    const name = pick(random, Object.keys(deeds))
    await call(stage, actor, `${name} (${host})`, {effect: () => deeds[name]?.() ?? '', note: (result) => result})
    stage.meet('a person writes')
  }
}

export async function changeObjects(stage: Stage, actor: string, {host, seed}: ActorSpec): Promise<void> {
  const random = makeRandom(seed)
  const {requests} = stage
  /** What is asked of the host in our clusters from now on. */
  const ask = (of: string, request: Request | undefined) => {
    const {[host]: _old, ...others} = requests[of] ?? {}
    requests[of] = request === undefined ? others : {...others, [host]: request}
  }
  const clusters = requests.blue === undefined ? ['red'] : ['red', 'blue']
  for (const _change of ['first', 'second']) {
    const from = pick(random, clusters)
    const to = clusters.find((one) => one !== from)
    const request = drawRequest(random, host)
    const chance = random()
    if (to !== undefined && chance < 0.4) {
      const comes = {effect: () => ask(to, request), note: () => showRequest(request)}
      const goes = {effect: () => ask(from, undefined), note: () => 'gone'}
      const parts = [
        [`makes a Service of ${host} in ${to}`, comes] as const,
        [`deletes that in ${from}`, goes] as const,
      ]
      for (const [text, part] of chance < 0.1 ? parts.reverse() : parts) await call(stage, actor, text, part)
    } else if (chance < 0.6)
      await call(stage, actor, `deletes the Service of ${host} in ${from}`, {
        effect: () => ask(from, undefined),
        note: () => 'gone',
      })
    else
      await call(stage, actor, `changes the Service of ${host} in ${from}`, {
        effect: () => ask(from, request),
        note: () => showRequest(request),
      })
  }
}
