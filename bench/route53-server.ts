import {startRoute53Emulator} from '../test/emulators/route53/emulator.js'
import {answerParent} from './child.js'
import {makeForeignSets, makeFurtherZones, type Size} from './content.js'
import {countTraffic} from './traffic.js'

const route53 = await startRoute53Emulator()
const traffic = countTraffic()

const functions = {
  url: () => route53.url,
  /** Resets the zones to the record sets of others. */
  fill(size: Size) {
    for (const zone of route53.zones()) route53.removeZone(zone.id)
    route53.addZone({name: 'example.com', records: makeForeignSets(size)})
    for (const zone of makeFurtherZones(size)) route53.addZone(zone)
  },
  /** From now on; AWS's bucket of requests is full at first. */
  behave({latencyMs, hasBucket}: {readonly latencyMs: number; readonly hasBucket: boolean}) {
    route53.setLatency(latencyMs)
    route53.setRateLimit(hasBucket ? {} : undefined)
  },
  /** What was asked since the last time. */
  takeCounts() {
    const all = route53.calls.all()
    const counts = {
      calls: all.length,
      throttled: all.filter(({errorCode}) => errorCode === 'Throttling').length,
      octets: traffic.take(),
    }
    route53.calls.clear()
    return counts
  },
  /** Record sets of example.com. */
  countSets: () => route53.zones({apex: true})[0]?.records.length ?? 0,
}

export type Route53Server = typeof functions

answerParent(functions)
