import type {Change, RecordSet} from '../emulators/route53/record-set.js'
import {makeRandom, pick} from '../faults/random.js'
import {showAnswer} from './account.js'
import {hostOf, makeSet, ownershipText, showChanges, typedTextName} from './sets.js'
import {call, type Stage} from './stage.js'
import {type ActorSpec, drawAddresses, OTHER_TEXT, resourceOf, zoneIdOf} from './world.js'

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
  const put = (id: string, set: RecordSet) => change(id, [{Action: 'UPSERT', ResourceRecordSet: set}])
  const remove = (id: string, name: string) =>
    change(
      id,
      stored(name, id)
        .filter(({Type}) => Type !== 'NS' && Type !== 'SOA')
        .map((set) => ({Action: 'DELETE', ResourceRecordSet: set})),
    )
  const deeds: Readonly<Record<string, () => string>> = {
    'writes an address': () => put(zoneId, makeSet(host, 'A', [`192.0.2.${1 + Math.floor(random() * 3)}`])),
    'deletes the records': () => remove(zoneId, host),
    'deletes the TXT': () => remove('Z1', text),
    'gives it to blue': () => put('Z1', makeSet(text, 'TXT', [ownershipText('blue', resourceOf(host))])),
    'writes a TXT': () => put('Z1', makeSet(text, 'TXT', [OTHER_TEXT])),
    'adds a value to the TXT': () =>
      put('Z1', makeSet(text, 'TXT', [ownershipText('red', resourceOf(host)), OTHER_TEXT])),
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
  for (const _change of ['first', 'second']) {
    const addresses = random() < 0.3 ? undefined : drawAddresses(random, host)
    await call(
      stage,
      actor,
      addresses === undefined ? `deletes the Service of ${host}` : `changes the Service of ${host}`,
      {
        effect() {
          const {[host]: _old, ...others} = stage.requests.red ?? {}
          stage.requests.red = addresses === undefined ? others : {...others, [host]: addresses}
        },
        note: () => addresses?.join(' ') ?? 'gone',
      },
    )
  }
}
