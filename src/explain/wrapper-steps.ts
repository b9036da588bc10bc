import {toPlanKey} from '../dns/dns-name.js'
import type {Endpoint} from '../dns/endpoint.js'
import {adjustEndpoints} from '../route53/endpoint-adjustment.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {CHAIN_STEPS} from '../sources/chain.js'
import {joinDesired} from '../sources/desired.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {SourceWish} from './askings.js'
import type {WrapperStep} from './explanation.js'

/** What becomes of the wishes for the host on their way to the plan; steps that change nothing are left out. */
export function wrapperSteps(
  wishes: readonly SourceWish[],
  host: string,
  settings: {readonly sources: SourceSettings; readonly route53: Route53Settings},
): readonly WrapperStep[] {
  const steps: WrapperStep[] = []
  let found = joinDesired(wishes.map(({desired}) => desired))
  let before = textsOf(found.endpoints, host)
  const compare = (name: string, endpoints: readonly Endpoint[]) => {
    const after = textsOf(endpoints, host)
    if (after.join('\n') !== before.join('\n')) steps.push({name, before, after})
    before = after
  }
  for (const {name, step} of CHAIN_STEPS) {
    found = step(found, settings.sources)
    compare(name, found.endpoints)
  }
  compare('Route 53', adjustEndpoints(found.endpoints, settings.route53).endpoints)
  return steps
}

/** `CNAME lb.example.net ttl 60 alias=true`: all that a step may change, in a line. */
function textsOf(endpoints: readonly Endpoint[], host: string): readonly string[] {
  return endpoints
    .filter(({dnsName}) => toPlanKey(dnsName) === host)
    .map(({recordType, targets, ttlSeconds, setIdentifier, properties}) =>
      [
        recordType,
        targets.join(' '),
        ...(ttlSeconds === undefined ? [] : [`ttl ${ttlSeconds}`]),
        ...(setIdentifier === '' ? [] : [`set "${setIdentifier}"`]),
        ...properties.map(({name, value}) => `${name}=${value}`),
      ].join(' '),
    )
    .sort()
}
