import type {Desired, Endpoint} from '../dns/endpoint.js'
import type {KubeObject} from '../kubernetes/objects.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {desired, NOTHING} from './object/desired.js'
import {objectProblem, originOf, toSourceObject} from './object/source-object.js'
import type {Source} from './source.js'
import type {SourceSettings} from './source-settings.js'
import {renderNames} from './template/fqdn-template.js'

const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'fake', namespace: 'default', labels: {}, annotations: {}},
}
const SEED = 9673

/** Source of one invented endpoint of each of ten types, for trying things out without a cluster. */
export const fake: Source = {
  name: 'fake',
  needs: () => [],
  toEndpoints: (_, settings) => finishSource(makeUp(settings)),
}

function makeUp(settings: SourceSettings): Desired {
  const {fqdnTemplate} = settings
  const subject = {kind: POD.kind, apiVersion: POD.apiVersion, object: POD}
  const names = fqdnTemplate === undefined ? undefined : renderNames(fqdnTemplate, subject, 'fake')
  if (names?.ok === false) {
    const sourceObject = toSourceObject(POD, 'fake/default/fake', 'fake', settings)
    return objectProblem(sourceObject, {field: 'fqdn template'}, names.problem)
  }
  const zones = names?.value ?? ['example.com']
  const dice = new Dice()
  return desired({endpoints: zones.flatMap((zone) => endpointsOf(zone, zones.length, dice))})
}

function endpointsOf(zone: string, count: number, dice: Dice): readonly Endpoint[] {
  const host = () => `${dice.letters(4)}.${zone}`
  const several = (make: () => string) => Array.from({length: count}, make)
  const hex = () => dice.below(0x1_00_00).toString(16)
  const address = () => `192.0.2.${dice.below(253) + 1}`
  const address6 = () => `2001:db8::${hex()}:${hex()}`
  return [
    endpoint(host(), 'A', several(address)),
    endpoint(host(), 'AAAA', several(address6)),
    endpoint(host(), 'CNAME', [host()]),
    endpoint(host(), 'TXT', [
      '"heritage=external-dns,external-dns/owner=fake,external-dns/resource=fake/default/fake"',
    ]),
    endpoint(`_sip._udp.${zone}`, 'SRV', [`10 20 5060 ${host()}.`]),
    endpoint(zone, 'NS', [`${dice.letters(3)}.${zone}`]),
    endpoint(`${dice.below(253) + 1}.2.0.192.in-addr.arpa`, 'PTR', [host()]),
    endpoint(zone, 'MX', [`10 ${host()}`]),
    endpoint(`_sip._udp.${zone}`, 'NAPTR', [`10 20 "u" "E2U+sip" "!^.*$!sip:${dice.letters(4)}@${zone}!" .`]),
    endpoint(host(), 'DNAME', [host()]),
  ]
}

function endpoint(dnsName: string, recordType: string, targets: readonly string[]): Endpoint {
  return {
    dnsName,
    recordType,
    targets,
    ttlSeconds: undefined,
    setIdentifier: 'fake',
    resource: `fake/default/${dnsName}`,
    labels: {},
    properties: [],
    origins: [originOf(POD, '--source=fake')],
  }
}

/** A random generator with a fixed seed: Lehmer's, with the constants of Park and Miller. */
class Dice {
  #state = SEED

  below(limit: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647
    return this.#state % limit
  }

  letters(count: number): string {
    return Array.from({length: count}, () => String.fromCharCode(97 + this.below(26))).join('')
  }
}

/** Source without endpoints; with `prune`, or under `sync`, it removes everything. */
export const empty: Source = {name: 'empty', needs: () => [], toEndpoints: () => NOTHING}
