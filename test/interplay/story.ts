import type {CaseStep, CaseZone, RecordedCase} from '../conformance/case.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {makeRandom} from '../faults/random.js'
import {changeObjects, type Dice, randomObjects} from './objects.js'

const OWNER = 'me'
const HOSTS = ['n0', 'n1', 'n2', 'n3', 'n4', 'a-n5', 'x.dev', 'y.dev']

const ZONE_SETS: readonly (readonly CaseZone[])[] = [
  [{name: 'example.com.'}],
  [{name: 'example.com.'}, {name: 'dev.example.com.'}],
  [{name: 'example.com.'}, {name: 'other.example.net.'}],
  [{name: 'example.com.', private: true}],
]

/** Each line is used or not. Options that external-dns does not accept together are on one line. */
const OPTIONS: readonly (readonly string[])[] = [
  ['', '', '--txt-prefix=own-', '--txt-prefix=%{record_type}-own.', '--txt-suffix=-own', '--txt-prefix=own.'],
  ['', '', '', '--txt-wildcard-replacement=star'],
  ['', '', '', '--domain-filter=example.com', '--domain-filter=dev.example.com', '--exclude-domains=dev.example.com'],
  ['', '', '', '--aws-prefer-cname', '--no-aws-evaluate-target-health', '--prefer-alias'],
  ['', '', '', '--exclude-record-types=AAAA', '--min-ttl=2m'],
  ['', '', '', '--default-targets=203.0.113.99', '--target-net-filter=203.0.113.0/29', '--nat64-networks=64:ff9b::/96'],
  ['', '', '', '--fqdn-template={{.Name}}.example.com', '--publish-internal-services', '--ignore-ingress-rules-spec'],
  ['', '', '', '', '--regex-domain-filter=^n[0-3]', '--regex-domain-exclusion=dev'],
]
const MANAGED_TYPES = ['A', 'AAAA', 'CNAME', 'TXT', 'MX', 'SRV', 'NS', 'NAPTR', 'PTR']
/** A node for NodePort Services: a host without a target is held here, where external-dns would delete it. */
const NODE: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {name: 'always'},
  spec: {},
  status: {addresses: [{type: 'ExternalIP', address: '203.0.113.40'}], conditions: [{type: 'Ready', status: 'True'}]},
}
const POLICIES = ['sync', 'sync', 'upsert-only', 'create-only']

/** The history of a cluster with zones that others use too, in the form of a recorded case without outcome. */
export function makeStory(seed: number): RecordedCase {
  const random = makeRandom(seed)
  const dice: Dice = {
    one: (items) => items[Math.floor(random() * items.length)] as (typeof items)[number],
    chance: (part) => random() < part,
    upTo: (most) => Math.floor(random() * (most + 1)),
  }
  const zones = dice.one(ZONE_SETS)
  const args = [
    '--source=service',
    '--source=ingress',
    ...(dice.chance(0.5) ? ['--source=crd'] : []),
    ...(dice.chance(0.2) ? ['--source=node'] : []),
    '--provider=aws',
    '--registry=txt',
    `--txt-owner-id=${OWNER}`,
    `--policy=${dice.one(POLICIES)}`,
    ...OPTIONS.map((lines) => dice.one(lines)).filter((line) => line !== ''),
    ...(dice.chance(0.3) ? MANAGED_TYPES.map((type) => `--managed-record-types=${type}`) : []),
  ]
  const hosts = HOSTS.map((host) => `${host}.example.com`)
  if (dice.chance(0.3)) hosts.push('*.w.example.com')
  if (dice.chance(0.15)) hosts.push('example.com')
  if (dice.chance(0.3)) hosts.push('n9.other.example.net', 'n9.elsewhere.test')
  const steps: CaseStep[] = []
  let objects = randomObjects(dice, hosts)
  for (let count = 2 + dice.upTo(2); count > 0; count -= 1) {
    steps.push({args, cluster: [...objects, NODE]})
    objects = changeObjects(dice, hosts, objects)
  }
  return {
    kind: 'laws',
    name: `story-${seed}`,
    zones: zones.map((zone) => ({...zone, records: seeded(dice, zone)})),
    steps,
  }
}

/** Existing record sets: unowned, of another owner, or ours in one of the formats. */
function seeded(dice: Dice, zone: CaseZone): readonly RecordSet[] {
  if (zone.name !== 'example.com.') return []
  return HOSTS.slice(0, 6).flatMap((host): RecordSet[] => {
    if (!dice.chance(0.25)) return []
    const name = `${host}.example.com.`
    const type = dice.one(['A', 'CNAME', 'AAAA', 'TXT'])
    const value = {A: '198.51.100.9', CNAME: 'old.example.net', AAAA: '2001:db8::9', TXT: '"some text"'}[type] ?? ''
    const set = {Name: name, Type: type, TTL: dice.one([300, 60]), ResourceRecords: [{Value: value}]}
    const owner = dice.one([undefined, OWNER, OWNER, 'somebody-else'])
    if (owner === undefined || type === 'TXT') return [set]
    const text = `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=service/default/s0"`
    const isOld = dice.chance(0.3) && type !== 'AAAA'
    const txtName = isOld && type !== 'CNAME' ? name : `${type.toLowerCase()}-${name}`
    return [set, {Name: txtName, Type: 'TXT', TTL: 300, ResourceRecords: [{Value: text}]}]
  })
}
