import {join} from 'node:path'
import {temporaryFolder} from '../test/conformance/program.js'
import {startChild} from './child.js'
import type {KubernetesServer} from './kubernetes-server.js'
import {type Cluster, openRealCluster} from './real-cluster.js'

/** The API server of KUBECONFIG_BENCH or KUBECONFIG, where DISPOSABLE_CLUSTER=1 says that it may be written; else an emulator. */
export async function openCluster({KUBECONFIG_BENCH, KUBECONFIG, DISPOSABLE_CLUSTER} = process.env): Promise<Cluster> {
  const kubeconfig = KUBECONFIG_BENCH || KUBECONFIG
  if (DISPOSABLE_CLUSTER === '1' && kubeconfig) return openRealCluster(kubeconfig)
  if (KUBECONFIG_BENCH) {
    throw new Error(
      'The bench writes thousands of objects. DISPOSABLE_CLUSTER=1 says that KUBECONFIG_BENCH may have them.',
    )
  }
  return startEmulatedCluster()
}

export async function startEmulatedCluster(): Promise<Cluster> {
  const server = startChild<KubernetesServer>(new URL('./kubernetes-server.ts', import.meta.url))
  const kubeconfig = join(temporaryFolder('bench'), 'kubeconfig')
  await server.ask('writeKubeconfig', kubeconfig)
  let objects = 0
  return {
    name: 'an emulated Kubernetes API',
    kubeconfig,
    async setObjects(count) {
      if (count !== objects) await server.ask('setObjects', count)
      objects = count
    },
    takeCounts: () => server.ask('takeCounts'),
    end: async () => server.end(),
  }
}
