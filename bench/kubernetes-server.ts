import {startKubernetesEmulator} from '../test/emulators/kubernetes/emulator.js'
import {answerParent} from './child.js'
import {makeServedObjects} from './content.js'
import {countTraffic} from './traffic.js'

const kubernetes = await startKubernetesEmulator()
const traffic = countTraffic()

const functions = {
  writeKubeconfig: (path: string) => kubernetes.writeKubeconfig(path),
  setObjects: (count: number) => kubernetes.setObjects(makeServedObjects(count)),
  /** What was asked since the last time. */
  takeCounts() {
    const counts = {calls: kubernetes.calls.total(), octets: traffic.take()}
    kubernetes.calls.clear()
    return counts
  },
}

export type KubernetesServer = typeof functions

answerParent(functions)
