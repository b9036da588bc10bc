import {join} from 'node:path'
import {temporaryFolder} from '../test/conformance/program.js'
import {startKubernetesEmulator} from '../test/emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../test/emulators/route53/emulator.js'
import {makeForeignSets, makeFurtherZones, makeObjects} from './content.js'
import type {Answer, Request} from './emulators.js'

// Runs both emulators in a separate process, so that their cost is not measured.

const route53 = await startRoute53Emulator()
const kubernetes = await startKubernetesEmulator()
const kubeconfig = join(temporaryFolder('bench'), 'kubeconfig')
await kubernetes.writeKubeconfig(kubeconfig)

process.on('message', (request: Request) => {
  switch (request.kind) {
    case 'where':
      return answer({kubeconfig, route53Url: route53.url})
    case 'fill': {
      for (const zone of route53.zones()) route53.removeZone(zone.id)
      route53.addZone({name: 'example.com', records: makeForeignSets(request.size)})
      for (const zone of makeFurtherZones(request.size)) route53.addZone(zone)
      if (!request.keepsObjects) kubernetes.setObjects(makeObjects(request.size))
      route53.setLatency(request.latencyMs)
      route53.calls.clear()
      return answer({})
    }
    case 'latency': {
      route53.setLatency(request.ms)
      return answer({})
    }
    case 'sets':
      return answer({sets: route53.zones({apex: true})[0]?.records.length ?? 0})
    case 'count': {
      const calls = route53.calls.total()
      route53.calls.clear()
      return answer({calls})
    }
  }
})

function answer(message: Answer): void {
  process.send?.(message)
}
