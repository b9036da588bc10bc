import {ownerInText} from '../conformance/ownership.js'
import {parseName} from '../emulators/route53/dns-name.js'
import {type Change, isSameSet, type RecordSet} from '../emulators/route53/record-set.js'
import {showAnswer, ZONES} from './account.js'
import {hostOf, makeSet, ownershipText, placedText, setsFor, showChanges, typedTextName, valuesText} from './sets.js'
import {call, type Stage} from './stage.js'
import {resourceOf, zoneIdOf} from './world.js'

const OWNER = 'green'

/**
 * One turn of a loop as external-dns v0.22 goes round with `--policy=sync`: it reads everything, decides, and writes a
 * name at a time. What exists without its TXT is not touched, a free name is taken without a look at its TXT, an update
 * is an UPSERT, and a TXT is deleted as it would write it.
 */
export async function turnOfExternalDns(stage: Stage, actor: string): Promise<void> {
  const stored = new Map<string, readonly RecordSet[]>()
  for (const {id, name} of ZONES) {
    const sets: RecordSet[] = []
    let start: RecordSet | undefined
    do {
      const from = start
      const page = await call(stage, actor, `ListResourceRecordSets ${name}`, {
        effect: () => stage.account.page(id, from),
        note: (read) => `${read.sets.length} record sets`,
      })
      sets.push(...page.sets)
      start = page.next
    } while (start !== undefined)
    stored.set(id, sets)
  }
  const requests = stage.requests.green ?? {}
  const seen = new Set([...stored].flatMap(([zoneId, sets]) => sets.map((set) => placedText(zoneId, set))))
  const texts = new Map(
    [...stored.values()]
      .flat()
      .flatMap((set) => (isSimple(set) && ownerInText(set) !== undefined ? [[set.Name, set] as const] : [])),
  )
  const textFor = (set: RecordSet) => texts.get(parseName(typedTextName(hostOf(set), set.Type)))
  const isOwn = (set: RecordSet) => {
    const text = textFor(set)
    return isSimple(set) && text !== undefined && ownerInText(text) === OWNER
  }
  const hosts = [...new Set([...Object.keys(requests), ...[...stored.values()].flat().filter(isOwn).map(hostOf)])]
  for (const host of hosts.sort()) {
    const zoneId = zoneIdOf(host)
    const current = (stored.get(zoneId) ?? []).filter(
      (set) => set.Name === parseName(host) && isSimple(set) && ['A', 'AAAA', 'CNAME'].includes(set.Type),
    )
    const changes = decide(current, setsFor(host, requests[host] ?? {addresses: []}, OWNER), {isOwn, textFor})
    // The apex of the child zone has its TXT in the parent, and each zone has its own batch.
    for (const {id, name} of ZONES) {
      const own = changes.filter(({ResourceRecordSet: set}) => (set.Type === 'TXT' ? 'Z1' : zoneId) === id)
      if (own.length === 0) continue
      await call(stage, actor, `ChangeResourceRecordSets ${name}: ${showChanges(own)}`, {
        effect() {
          const overwritten = own.flatMap(({Action, ResourceRecordSet: set}) =>
            Action === 'UPSERT' ? recordsOf(stage, id).filter((one) => isSameSet(one, set)) : [],
          )
          if (overwritten.some((set) => !seen.has(placedText(id, set))))
            stage.meet('external-dns overwrites what it has not seen')
          return stage.account.change(id, own, actor)
        },
        note: showAnswer,
      })
    }
  }
}

function recordsOf({account}: Stage, zoneId: string): readonly RecordSet[] {
  return account.zones().find(({id}) => id === zoneId)?.records ?? []
}

/** None of its objects has a weight. */
function isSimple({SetIdentifier}: RecordSet): boolean {
  return SetIdentifier === undefined
}

interface Ownership {
  readonly isOwn: (set: RecordSet) => boolean
  readonly textFor: (set: RecordSet) => RecordSet | undefined
}

function decide(
  current: readonly RecordSet[],
  wanted: readonly RecordSet[],
  {isOwn, textFor}: Ownership,
): readonly Change[] {
  const textOf = (set: RecordSet) =>
    makeSet(typedTextName(hostOf(set), set.Type), 'TXT', [ownershipText(OWNER, resourceOf(hostOf(set)))])
  const change = (Action: Change['Action'], set: RecordSet): Change => ({Action, ResourceRecordSet: set})
  const of = (sets: readonly RecordSet[], type: string) => sets.find(({Type}) => Type === type)
  const changes = ['A', 'AAAA', 'CNAME'].flatMap((type): readonly Change[] => {
    const [old, now] = [of(current, type), of(wanted, type)]
    if (old === undefined) {
      if (now === undefined || !current.every(isOwn)) return []
      return [change('CREATE', now), ...(textFor(now) === undefined ? [change('CREATE', textOf(now))] : [])]
    }
    if (!isOwn(old)) return []
    if (now === undefined) return [change('DELETE', old), change('DELETE', textOf(old))]
    const isSame = valuesText(old) === valuesText(now)
    return isSame ? [] : [change('UPSERT', now), change('UPSERT', textOf(now))]
  })
  const rank = {UPSERT: 0, DELETE: 1, CREATE: 2}
  return changes.toSorted((a, b) => rank[a.Action] - rank[b.Action])
}
