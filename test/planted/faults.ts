/** A fault that a person could write, as one replacement in a copy of the sources. */
export interface PlantedFault {
  /** What the program would do. */
  readonly name: string
  /** Path in the repository. */
  readonly file: string
  /** Occurs exactly once in the file. */
  readonly from: string
  readonly to: string
  /** The test files of its room, those that are most likely to find it first. */
  readonly tests: readonly string[]
}

const NEAR = 'test/plan/near-situations.laws.test.ts'
const PLAN_LAWS = 'test/plan/laws.test.ts'

export const PLANTED: readonly PlantedFault[] = [
  {
    name: 'a host that another object serves is held all the same',
    file: 'src/plan/decide/retention.ts',
    from: 'return served.has(key) ? undefined : (',
    to: 'return (',
    tests: [NEAR],
  },
  {
    name: 'a host without a target is never held',
    file: 'src/plan/decide/retention.ts',
    from: "const waiting = onMissingTarget === 'hold' ? pending : []",
    to: 'const waiting = pending.slice(pending.length)',
    tests: [NEAR],
  },
  {
    name: 'the problem of an object keeps nothing of it',
    file: 'src/plan/decide/retention.ts',
    from: "registry.kind === 'noop' ? undefined : byResource",
    to: "registry.kind !== 'noop' ? undefined : byResource",
    tests: [NEAR],
  },
  {
    name: 'without a chosen owner everything may be deleted',
    file: 'src/plan/decide/delete-permission.ts',
    from: "registry.kind === 'noop' || registry.ownerIsChosen ?",
    to: 'registry.kind ?',
    tests: ['test/plan/ownership.test.ts', 'test/plan/refusals.test.ts', 'test/plan/prune.test.ts'],
  },
  {
    name: 'a protected record set is planned all the same',
    file: 'src/plan/locks.ts',
    from: 'unknownAt(zone, set.name) ?? protections.get(keyOf(zone, set.name, set.type))',
    to: 'unknownAt(zone, set.name)',
    tests: ['test/plan/locks.test.ts'],
  },
  {
    name: 'eleven deletes of a hundred hosts pass the limit',
    file: 'src/plan/limits/delete-limit.ts',
    from: 'count.deletedHosts > DEFAULT_HOSTS &&',
    to: 'count.deletedHosts > DEFAULT_HOSTS + 1 &&',
    tests: ['test/plan/limits/delete-limit.test.ts'],
  },
  {
    name: 'a TXT of any zone owns the record of the private twin',
    file: 'src/registry/ownership-records.ts',
    from: 'candidates.filter((ownershipRecord) => ownershipRecord.zone === zone)',
    to: 'candidates.slice()',
    tests: [NEAR],
  },
  {
    name: 'an owner that is called like ours counts as ours',
    file: 'src/registry/ownership.ts',
    from: 'owner: owner as OwnerId,',
    to: "owner: owner.replace(/-.*$/, '') as OwnerId,",
    tests: ['test/registry/claim.test.ts'],
  },
  {
    name: 'a row speaks of every zone, whatever it lists',
    file: 'src/registry/claim.ts',
    from: '!speaksOfZone(row, zone) || ',
    to: '',
    tests: ['test/registry/claim.test.ts'],
  },
  {
    name: 'a text in the old format owns the AAAA too',
    file: 'src/registry/untyped-text.ts',
    from: "case 'AAAA':\n      return false",
    to: "case 'AAAA':\n      return true",
    tests: ['test/registry/claim.test.ts', 'test/plan/untyped-texts.test.ts'],
  },
  {
    name: 'a row that got other labels meanwhile is overwritten',
    file: 'src/registry/ledger.ts',
    from: ' && labelText(a) === labelText(b)',
    to: '',
    tests: ['test/registry/ledger.test.ts'],
  },
  {
    name: 'a TTL never differs',
    file: 'src/route53/records/record-set-difference.ts',
    from: '!desired.ttlIsChosen || from.ttlSeconds === to.ttlSeconds',
    to: 'desired.ttlIsChosen || true',
    tests: [NEAR],
  },
  {
    name: 'another weight is no difference',
    file: 'src/route53/records/record-set-difference.ts',
    from: 'JSON.stringify(comparable(a)) === JSON.stringify(comparable(b))',
    to: 'comparable(a).length === comparable(b).length',
    tests: [NEAR],
  },
  {
    name: 'another health check is no difference',
    file: 'src/route53/records/record-set-difference.ts',
    from: "'health-check': current.healthCheckId === wanted.healthCheckId,",
    to: '',
    tests: [NEAR],
  },
  {
    name: 'a batch is one value larger than Route 53 takes',
    file: 'src/route53/write/change-batch.ts',
    from: 'size.values <= limits.values &&',
    to: 'size.values <= limits.values + 1 &&',
    tests: ['test/route53/write/change-batch.test.ts', PLAN_LAWS],
  },
  {
    name: 'an UPSERT proves no owner: its text is not exchanged',
    file: 'src/route53/write/upserts.ts',
    from: 'texts.set(recordSetKey(text), text)',
    to: '',
    tests: ['test/route53/write/upserts.test.ts'],
  },
  {
    name: 'ownership of another set of the host is looked at again, and not its own',
    file: 'src/saved/preconditions.ts',
    from: "recordSet.type === 'TXT' && recordSet.setIdentifier === host.setIdentifier",
    to: "recordSet.type === 'TXT'",
    tests: ['test/saved/plan-freshness.test.ts'],
  },
  {
    name: 'a text of ours of another type, as of an alias before v0.22, is not looked at again',
    file: 'src/saved/preconditions.ts',
    from: 'return isOurs ? [{zone, place, set: there}] : []',
    to: 'return isOurs ? [{zone, place, set: undefined}] : []',
    tests: ['test/saved/plan-freshness.test.ts'],
  },
  {
    name: 'a set that has come since beside a planned one is not noticed',
    file: 'src/saved/plan-freshness.ts',
    from: '&& clash(set, after) !== undefined)',
    to: '&& clash(set, after) === undefined && false)',
    tests: ['test/saved/plan-freshness.test.ts'],
  },
  {
    name: 'an edited age of a plan file is taken for true',
    file: 'src/saved/saved-file.ts',
    from: '!isFirst && seal !== sealOf(',
    to: "!isFirst && seal === '' && seal !== sealOf(",
    tests: ['test/saved/fuzz.test.ts'],
  },
  {
    name: 'the new text of a repair is not read again before the old one goes',
    file: 'src/pipeline/apply/apply-plan.ts',
    from: 'groupsOf === lastGroups ? await findUnverified(atomicChanges, isDone, ports) : new Map()',
    to: 'new Map<ChangeGroup, GroupOutcome>()',
    tests: ['test/pipeline/apply/verify-texts.test.ts'],
  },
  {
    name: 'a text is removed while a host that shares it is still there',
    file: 'src/pipeline/apply/apply-plan.ts',
    from: '.filter((group) => !needed.has(group))',
    to: '.filter((group) => needed.size >= 0 || !needed.has(group))',
    tests: ['test/plan/kills.laws.test.ts'],
  },
  {
    name: 'after a lost answer a batch counts as done unread',
    file: 'src/pipeline/apply/send-until-known.ts',
    from: "if (agrees(after)) return 'applied'",
    to: "if (agrees(after) || agrees(before)) return 'applied'",
    tests: ['test/pipeline/apply/apply-plan.test.ts'],
  },
  {
    name: 'a row of another owner that has come since is not noticed',
    file: 'src/pipeline/check-saved-plan.ts',
    from: 'row !== undefined && speaksOfZone(row, zone) ? row.owner : undefined',
    to: 'row !== undefined && !speaksOfZone(row, zone) ? row.owner : undefined',
    tests: ['test/commands/dynamodb.test.ts'],
  },
]
